/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The devices of the direct-push load run: a listener for each on a loopback address of its own. Takes direct TCP
 * messages as ATAK does, reading each connection to its end and closing it, and counts them.
 *
 *   sink DEVICES
 *
 * Prints the port that all listen on. Then, for each line on stdin, one line "messages bytes broken": connections read to
 * their FIN, bytes in them, and connections that were reset. Ends when stdin does.
 */
#define _GNU_SOURCE
#include "loopback.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* ATAK's own. */
enum { BACKLOG = 15 };
enum { MAX_EVENTS = 256, CHUNK = 65536 };

/* What an epoll event is about: the kind in the upper half of its data, the descriptor in the lower. */
enum kind { COMMANDS, LISTENER, CONNECTION };

static long long messages, bytes, broken;

static void watch(int poll, enum kind kind, int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)kind << 32 | (uint32_t)fd};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) != 0) {
        give_up("epoll_ctl");
    }
}

/* A listener, or -1 if the port is taken at this device's address. */
static int listen_as(int device, in_port_t port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        give_up("socket");
    }
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = device_address(device, port);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0) {
        if (errno != EADDRINUSE) {
            give_up("bind");
        }
        close(fd);
        return -1;
    }
    return fd;
}

/* Opens all listeners on one port that the first is given; false if some other device's address has it taken. */
static bool listen_all(int devices, int listeners[]) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    in_port_t port = 0;
    for (int i = 0; i < devices; i++) {
        listeners[i] = listen_as(i, port);
        if (listeners[i] < 0) {
            while (i-- > 0) {
                close(listeners[i]);
            }
            return false;
        }
        if (i == 0) {
            if (getsockname(listeners[0], (struct sockaddr *)&address, &size) != 0) {
                give_up("getsockname");
            }
            port = ntohs(address.sin_port);
        }
    }
    printf("%d\n", port);
    return true;
}

/* Reads what is there; closes the connection at its end. */
static void drain(int fd) {
    static char chunk[CHUNK];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n > 0) {
            bytes += n;
            continue;
        }
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            return;
        }
        if (n == 0) {
            messages++;
        } else {
            broken++;
        }
        close(fd);
        return;
    }
}

static void accept_all(int poll, int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            watch(poll, CONNECTION, fd);
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            give_up("accept");
        }
    }
}

/* One line of counts for each line of commands; false at their end. */
static bool answer(void) {
    char line[256];
    ssize_t n = read(STDIN_FILENO, line, sizeof line);
    for (ssize_t i = 0; i < n; i++) {
        if (line[i] == '\n') {
            printf("%lld %lld %lld\n", messages, bytes, broken);
        }
    }
    return n > 0;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: sink DEVICES\n");
        return 2;
    }
    int devices = number(argv[1], 1, MAX_DEVICES);
    int listeners[MAX_DEVICES];
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);

    int tries = 10;
    while (!listen_all(devices, listeners)) {
        if (--tries == 0) {
            give_up("no port is free at all devices' addresses");
        }
    }
    int poll = epoll_create1(EPOLL_CLOEXEC);
    if (poll < 0) {
        give_up("epoll_create1");
    }
    watch(poll, COMMANDS, STDIN_FILENO);
    for (int i = 0; i < devices; i++) {
        watch(poll, LISTENER, listeners[i]);
    }

    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int n = epoll_wait(poll, events, MAX_EVENTS, -1);
        if (n < 0 && errno != EINTR) {
            give_up("epoll_wait");
        }
        for (int i = 0; i < n; i++) {
            int fd = (int)(uint32_t)events[i].data.u64;
            switch ((enum kind)(events[i].data.u64 >> 32)) {
                case COMMANDS:
                    if (!answer()) {
                        return 0;
                    }
                    break;
                case LISTENER:
                    accept_all(poll, fd);
                    break;
                case CONNECTION:
                    drain(fd);
                    break;
            }
        }
    }
}
