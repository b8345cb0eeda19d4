/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * One message to every device by a connection of its own, all devices at once, with no more system calls than that takes.
 */
#ifndef DIRECT_H
#define DIRECT_H

#include "stream.h"

#include <stdbool.h>

/* A round on loopback takes milliseconds; one that does not end is a bug of ours. */
enum { MAX_READY = 256, ROUND_TIMEOUT_MS = 30000 };

struct direct_connection {
    int fd;
    size_t sent;
};

struct direct {
    int poll, devices;
    struct sockaddr_in addresses[MAX_DEVICES];
    struct direct_connection connections[MAX_DEVICES];
    const char *message;
    size_t message_bytes;
    /* Whether a connection is half-closed, and closed when the device has closed it too, as the gateway does. */
    bool wait_for_fin;
    /* Whether a device's answer to the dialling is acknowledged by the message, as the gateway does, and not before it. */
    bool late_ack;
};

static inline void direct_init(struct direct *direct, int devices, in_port_t port) {
    direct->poll = new_poll();
    direct->devices = devices;
    for (int i = 0; i < devices; i++) {
        direct->addresses[i] = device_address(i, port);
    }
}

static inline void direct_dial(struct direct *direct, int device) {
    struct direct_connection *connection = &direct->connections[device];
    connection->sent = 0;
    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection->fd < 0) {
        give_up("socket");
    }
    int off = 0;
    if (direct->late_ack && setsockopt(connection->fd, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off) != 0) {
        give_up("TCP_QUICKACK");
    }
    const struct sockaddr_in *address = &direct->addresses[device];
    if (connect(connection->fd, (const struct sockaddr *)address, sizeof *address) != 0 && errno != EINPROGRESS) {
        give_up("connect");
    }
    /* Edge-triggered and registered once: an edge for writable, one for the device's FIN. */
    watch(direct->poll, connection->fd, EPOLLIN | EPOLLOUT | EPOLLET, (uintptr_t)connection);
}

/* Sends on; true once the last byte has gone. */
static inline bool direct_send_rest(const struct direct *direct, struct direct_connection *connection) {
    while (connection->sent < direct->message_bytes) {
        const char *rest = direct->message + connection->sent;
        ssize_t n = send(connection->fd, rest, direct->message_bytes - connection->sent, MSG_NOSIGNAL);
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
static inline bool direct_at_end(int fd) {
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
static inline bool direct_advance(const struct direct *direct, struct direct_connection *connection, uint32_t ready) {
    if (connection->sent < direct->message_bytes) {
        if (!direct_send_rest(direct, connection)) {
            return false;
        }
        if (direct->wait_for_fin && shutdown(connection->fd, SHUT_WR) != 0) {
            give_up("shutdown");
        }
    }
    if (direct->wait_for_fin && ((ready & (EPOLLIN | EPOLLHUP)) == 0 || !direct_at_end(connection->fd))) {
        return false;
    }
    close(connection->fd);
    return true;
}

/* Sends the message to every device, and returns when all connections are closed. Any that fails ends the program. */
static inline void direct_round(struct direct *direct) {
    for (int i = 0; i < direct->devices; i++) {
        direct_dial(direct, i);
    }
    struct epoll_event events[MAX_READY];
    int open = direct->devices;
    while (open > 0) {
        int n = epoll_wait(direct->poll, events, MAX_READY, ROUND_TIMEOUT_MS);
        if (n == 0) {
            errno = ETIMEDOUT;
        }
        if (n <= 0 && errno != EINTR) {
            give_up("epoll_wait");
        }
        for (int i = 0; i < n; i++) {
            struct direct_connection *connection = (struct direct_connection *)(uintptr_t)events[i].data.u64;
            open -= direct_advance(direct, connection, events[i].events);
        }
    }
}

#endif
