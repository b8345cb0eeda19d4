/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What the direct-push load run measures the gateway against: a non-blocking program that connects to every device, sends
 * one message and closes, all devices at once, with no more system calls than that takes.
 *
 *   push DEVICES PORT FILE
 *
 * For each line on stdin so many rounds, each of which sends FILE's bytes to every device:
 *
 *   close ROUNDS  closes each connection as soon as the message is sent
 *   wait ROUNDS   half-closes it, waits for the device's FIN and closes then, as the gateway does
 *
 * Answers with "wallNs cpuNs": how long they took and the processor time of this process in it, user and system.
 * Any connection that fails ends the program.
 */
#define _GNU_SOURCE
#include "loopback.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EVENTS = 256, MAX_MESSAGE = 512000 };
/* A round on loopback takes milliseconds; one that does not end is a bug of ours. */
enum { ROUND_TIMEOUT_MS = 30000 };

struct connection {
    int fd;
    size_t sent;
};

static struct sockaddr_in addresses[MAX_DEVICES];
static struct connection connections[MAX_DEVICES];
static char message[MAX_MESSAGE];
static size_t message_bytes;

static long long nanoseconds(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) {
        give_up("clock_gettime");
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void dial(int poll, int device) {
    struct connection *connection = &connections[device];
    connection->sent = 0;
    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection->fd < 0) {
        give_up("socket");
    }
    const struct sockaddr_in *address = &addresses[device];
    if (connect(connection->fd, (const struct sockaddr *)address, sizeof *address) != 0 && errno != EINPROGRESS) {
        give_up("connect");
    }
    /* Edge-triggered and registered once: an edge for writable, one for the device's FIN. */
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = connection};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->fd, &event) != 0) {
        give_up("epoll_ctl");
    }
}

/* Sends on; true once the last byte has gone. */
static bool send_rest(struct connection *connection) {
    while (connection->sent < message_bytes) {
        const char *rest = message + connection->sent;
        ssize_t n = send(connection->fd, rest, message_bytes - connection->sent, MSG_NOSIGNAL);
        if (n >= 0) {
            connection->sent += (size_t)n;
        } else if (errno == EAGAIN) {
            return false;
        } else if (errno != EINTR) {
            give_up("send");
        }
    }
    return true;
}

/* Whether the device has closed. */
static bool at_end(int fd) {
    char unexpected;
    ssize_t n = read(fd, &unexpected, 1);
    if (n > 0) {
        fprintf(stderr, "a device sent something back\n");
        exit(1);
    }
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        give_up("read");
    }
    return n == 0;
}

/* Does what is to be done with a connection that is ready; true once it is closed. */
static bool advance(struct connection *connection, uint32_t ready, bool wait_for_fin) {
    if (connection->sent < message_bytes) {
        if (!send_rest(connection)) {
            return false;
        }
        if (wait_for_fin && shutdown(connection->fd, SHUT_WR) != 0) {
            give_up("shutdown");
        }
    }
    if (wait_for_fin && ((ready & (EPOLLIN | EPOLLHUP)) == 0 || !at_end(connection->fd))) {
        return false;
    }
    close(connection->fd);
    return true;
}

static void push_round(int poll, int devices, bool wait_for_fin) {
    for (int i = 0; i < devices; i++) {
        dial(poll, i);
    }
    struct epoll_event events[MAX_EVENTS];
    int open = devices;
    while (open > 0) {
        int n = epoll_wait(poll, events, MAX_EVENTS, ROUND_TIMEOUT_MS);
        if (n == 0) {
            errno = ETIMEDOUT;
        }
        if (n <= 0 && errno != EINTR) {
            give_up("epoll_wait");
        }
        for (int i = 0; i < n; i++) {
            if (advance(events[i].data.ptr, events[i].events, wait_for_fin)) {
                open--;
            }
        }
    }
}

static void read_message(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        give_up(path);
    }
    message_bytes = fread(message, 1, sizeof message, file);
    if (ferror(file) || message_bytes == 0 || fgetc(file) != EOF) {
        fprintf(stderr, "%s: cannot be read, is empty or is over %d bytes\n", path, MAX_MESSAGE);
        exit(1);
    }
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: push DEVICES PORT FILE\n");
        return 2;
    }
    int devices = number(argv[1], 1, MAX_DEVICES);
    in_port_t port = (in_port_t)number(argv[2], 1, 65535);
    read_message(argv[3]);
    for (int i = 0; i < devices; i++) {
        addresses[i] = device_address(i, port);
    }
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);
    int poll = epoll_create1(EPOLL_CLOEXEC);
    if (poll < 0) {
        give_up("epoll_create1");
    }

    char line[32], command[8], rounds[16];
    while (fgets(line, sizeof line, stdin) != NULL) {
        bool understood = sscanf(line, "%7s %15s", command, rounds) == 2;
        bool wait_for_fin = understood && strcmp(command, "wait") == 0;
        if (!understood || (!wait_for_fin && strcmp(command, "close") != 0)) {
            fprintf(stderr, "neither \"close ROUNDS\" nor \"wait ROUNDS\": %s", line);
            return 2;
        }
        long long wall = nanoseconds(CLOCK_MONOTONIC);
        long long cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
        for (int left = number(rounds, 1, 1000000); left > 0; left--) {
            push_round(poll, devices, wait_for_fin);
        }
        cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        wall = nanoseconds(CLOCK_MONOTONIC) - wall;
        printf("%lld %lld\n", wall, cpu);
    }
    return 0;
}
