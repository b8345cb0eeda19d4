/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The devices of load runs that send by direct TCP: a listener for each on a loopback address of its own. Takes direct TCP
 * messages as ATAK does, reading each connection to its end and closing it, and counts them.
 *
 *   sink DEVICES
 *
 * Prints the port that all listen on. Then answers lines on stdin:
 *
 *   count     "messages bytes broken least most": connections read to their FIN, bytes in them, connections that were reset,
 *             and how many messages the device with the fewest and the one with the most have
 *   receipts  how late a driver's events came, until their FIN was read (receipts.h), since it was last asked
 *
 * Ends when stdin does.
 */
#define _GNU_SOURCE
#include "receipts.h"
#include "stream.h"

#include <stdbool.h>

/* ATAK's own. */
enum { BACKLOG = 15 };
enum { MAX_EVENTS = 256, CHUNK = 65536 };

/* What an epoll event is about: the kind and the device in the upper half of its data, the descriptor in the lower. */
enum kind { COMMANDS, LISTENER, CONNECTION };
enum { DEVICE_BITS = 16, MAX_DESCRIPTORS = 1 << 16 };

/* The mark of the event that a connection has brought. */
struct arrival {
    bool is_marked;
    uint64_t number;
    int64_t due_ns;
};

static int devices;
static long long messages, bytes, broken;
static long long counts[MAX_DEVICES];
static struct arrival arrivals[MAX_DESCRIPTORS];
static struct receipts receipts;

static void watch_as(int poll, enum kind kind, int device, int fd) {
    watch(poll, fd, EPOLLIN, (uint64_t)((uint32_t)kind << DEVICE_BITS | (uint32_t)device) << 32 | (uint32_t)fd);
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
static bool listen_all(int listeners[]) {
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

static void arrived(int device, const struct arrival *arrival) {
    messages++;
    counts[device]++;
    if (arrival->is_marked) {
        receipts_add(&receipts, arrival->number, arrival->due_ns, now_ns(), devices);
    }
}

/* On loopback an event comes in one piece, and its mark too; one that does not is missing among the receipts. */
static void look_for_mark(struct arrival *arrival, const char *data, size_t size) {
    const char *mark = find_mark(&receipts, data, size);
    if (mark != NULL) {
        *arrival = (struct arrival){.is_marked = true, .number = mark_number(mark), .due_ns = mark_due_ns(mark)};
    }
}

/* Reads what is there; closes the connection at its end. */
static void drain(int device, int fd) {
    static char chunk[CHUNK];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n > 0) {
            bytes += n;
            look_for_mark(&arrivals[fd], chunk, (size_t)n);
            continue;
        }
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            return;
        }
        if (n == 0) {
            arrived(device, &arrivals[fd]);
        } else {
            broken++;
        }
        close(fd);
        return;
    }
}

static void accept_all(int poll, int device, int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= MAX_DESCRIPTORS) {
            fprintf(stderr, "sink: more than %d connections at once\n", MAX_DESCRIPTORS);
            exit(1);
        }
        if (fd >= 0) {
            arrivals[fd].is_marked = false;
            watch_as(poll, CONNECTION, device, fd);
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            give_up("accept");
        }
    }
}

static void answer_count(void) {
    struct least_and_most each = least_and_most(counts, devices);
    printf("%lld %lld %lld %lld %lld\n", messages, bytes, broken, each.least, each.most);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: sink DEVICES\n");
        return 2;
    }
    devices = number(argv[1], 1, MAX_DEVICES);
    int listeners[MAX_DEVICES];
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);

    int tries = 10;
    while (!listen_all(listeners)) {
        if (--tries == 0) {
            give_up("no port is free at all devices' addresses");
        }
    }
    int poll = new_poll();
    watch_as(poll, COMMANDS, 0, STDIN_FILENO);
    for (int i = 0; i < devices; i++) {
        watch_as(poll, LISTENER, i, listeners[i]);
    }

    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int n = wait_for(poll, events, MAX_EVENTS, -1);
        for (int i = 0; i < n; i++) {
            uint32_t what = (uint32_t)(events[i].data.u64 >> 32);
            int fd = (int)(uint32_t)events[i].data.u64;
            int device = (int)(what & ((1U << DEVICE_BITS) - 1));
            switch ((enum kind)(what >> DEVICE_BITS)) {
                case COMMANDS:
                    if (!devices_answer(&receipts, answer_count)) {
                        return 0;
                    }
                    break;
                case LISTENER:
                    accept_all(poll, device, fd);
                    break;
                case CONNECTION:
                    drain(device, fd);
                    break;
            }
        }
    }
}
