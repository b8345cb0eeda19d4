/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The devices of the UDP load run: a socket for each on a loopback address of its own, with as large a receive buffer as
 * can be had, so that nothing is lost while others have the processor. Counts what comes.
 *
 *   udpsink DEVICES
 *
 * Prints the port of all of them and how many bytes the smallest buffer holds, by the system's own way of counting. Then,
 * for each line on stdin, one line "datagrams bytes least most": of all devices together, and how many the device with the
 * fewest and the one with the most have. Ends when stdin does.
 */
#define _GNU_SOURCE
#include "stream.h"

#include <stdbool.h>

enum { MAX_EVENTS = 256, MAX_DATAGRAM = 65536, BUFFER_BYTES = 8 << 20 };

static int sockets[MAX_DEVICES];
static long long counts[MAX_DEVICES];
static long long bytes;

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
static in_port_t open_all(int devices) {
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
    }
    if (errno != EAGAIN && errno != EINTR) {
        give_up("recv");
    }
}

/* One line of counts for each line of commands; false at their end. */
static bool answer(int devices) {
    char line[256];
    ssize_t n = read(STDIN_FILENO, line, sizeof line);
    long long all = 0, least = counts[0], most = 0;
    for (int i = 0; i < devices; i++) {
        all += counts[i];
        least = counts[i] < least ? counts[i] : least;
        most = counts[i] > most ? counts[i] : most;
    }
    for (ssize_t i = 0; i < n; i++) {
        if (line[i] == '\n') {
            printf("%lld %lld %lld %lld\n", all, bytes, least, most);
        }
    }
    return n > 0;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: udpsink DEVICES\n");
        return 2;
    }
    int devices = number(argv[1], 1, MAX_DEVICES);
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);

    int tries = 10;
    in_port_t port;
    while ((port = open_all(devices)) == 0) {
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
                if (!answer(devices)) {
                    return 0;
                }
            } else {
                drain((int)events[i].data.u64);
            }
        }
    }
}
