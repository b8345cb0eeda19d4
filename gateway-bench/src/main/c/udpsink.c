/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The devices of load runs that send by UDP: a socket for each on a loopback address of its own, with as large a receive buffer as
 * can be had, so that nothing is lost while others have the processor. Counts what comes.
 *
 *   udpsink DEVICES
 *
 * Prints the port of all of them and how many bytes the smallest buffer holds, by the system's own way of counting. Then
 * answers lines on stdin:
 *
 *   count     "datagrams bytes least most": of all devices together, and how many the device with the fewest and the one with
 *             the most have
 *   receipts  how late a driver's events came (receipts.h) since it was last asked
 *
 * Ends when stdin does.
 */
#define _GNU_SOURCE
#include "receipts.h"
#include "stream.h"

#include <stdbool.h>

enum { MAX_EVENTS = 256, MAX_DATAGRAM = 65536, BUFFER_BYTES = 8 << 20 };

static int sockets[MAX_DEVICES];
static long long counts[MAX_DEVICES];
static long long bytes;
static int devices;
static struct receipts receipts;

/* The larger size is for those who may have it. Returns what there is. */
static int enlarge(int fd) {
    int wanted = BUFFER_BYTES, got;
    socklen_t size = sizeof got;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof wanted) != 0 &&
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted) != 0) {
        give_up("SO_RCVBUF");
    }
    if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &got, &size) != 0) {
        give_up("SO_RCVBUF");
    }
    return got;
}

/* A socket, or -1 if the port is taken at this device's address. */
static int open_as(int device, in_port_t port) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        give_up("socket");
    }
    struct sockaddr_in address = device_address(device, port);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        if (errno != EADDRINUSE) {
            give_up("bind");
        }
        close(fd);
        return -1;
    }
    return fd;
}

/* Opens all sockets on one port that the first is given; 0 if some other device's address has it taken. */
static in_port_t open_all(void) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    in_port_t port = 0;
    for (int i = 0; i < devices; i++) {
        sockets[i] = open_as(i, port);
        if (sockets[i] < 0) {
            while (i-- > 0) {
                close(sockets[i]);
            }
            return 0;
        }
        if (i == 0) {
            if (getsockname(sockets[0], (struct sockaddr *)&address, &size) != 0) {
                give_up("getsockname");
            }
            port = ntohs(address.sin_port);
        }
    }
    return port;
}

static void drain(int device) {
    static char datagram[MAX_DATAGRAM];
    ssize_t n;
    while ((n = recv(sockets[device], datagram, sizeof datagram, 0)) >= 0) {
        counts[device]++;
        bytes += n;
        const char *mark = find_mark(&receipts, datagram, (size_t)n);
        if (mark != NULL) {
            receipts_add(&receipts, mark_number(mark), mark_due_ns(mark), now_ns(), devices);
        }
    }
    if (errno != EAGAIN && errno != EINTR) {
        give_up("recv");
    }
}

static void answer_count(void) {
    struct least_and_most each = least_and_most(counts, devices);
    long long all = 0;
    for (int i = 0; i < devices; i++) {
        all += counts[i];
    }
    printf("%lld %lld %lld %lld\n", all, bytes, each.least, each.most);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: udpsink DEVICES\n");
        return 2;
    }
    devices = number(argv[1], 1, MAX_DEVICES);
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);

    int tries = 10;
    in_port_t port;
    while ((port = open_all()) == 0) {
        if (--tries == 0) {
            give_up("no port is free at all devices' addresses");
        }
    }
    int smallest = INT32_MAX;
    int poll = new_poll();
    /* Told apart from devices, which are numbers from 0. */
    const uint64_t commands = MAX_DEVICES;
    watch(poll, STDIN_FILENO, EPOLLIN, commands);
    for (int i = 0; i < devices; i++) {
        int size = enlarge(sockets[i]);
        smallest = size < smallest ? size : smallest;
        watch(poll, sockets[i], EPOLLIN, (uint64_t)i);
    }
    printf("%d %d\n", port, smallest);

    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int n = wait_for(poll, events, MAX_EVENTS, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.u64 == commands) {
                if (!devices_answer(&receipts, answer_count)) {
                    return 0;
                }
            } else {
                drain((int)events[i].data.u64);
            }
        }
    }
}
