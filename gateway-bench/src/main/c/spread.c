/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What the load run with devices for endpoints measures the gateway against: splits what publishers send at "</event>" and
 * sends each event to every device, one event after the other. It parses nothing and checks nothing.
 *
 *   spread direct DEVICES PORT     by a connection of its own to each, all at once, as the gateway has them: with a late
 *                                  acknowledgement, half-closed, and closed when the device has closed it
 *   spread datagrams DEVICES PORT  by a datagram to each
 *
 * Prints the port for publishers. Ends when its standard input does.
 */
#define _GNU_SOURCE
#include "direct.h"

enum { CHUNK = 65536, MAX_EVENTS = 64 };

struct publisher {
    int fd;
    size_t bytes;
    char in[CHUNK];
};

static struct direct direct = {.wait_for_fin = true, .late_ack = true};
/* What datagrams leave by; -1 if there are none. */
static int datagrams = -1;

static void send_datagrams(const char *event, size_t bytes) {
    for (int i = 0; i < direct.devices; i++) {
        const struct sockaddr *to = (const struct sockaddr *)&direct.addresses[i];
        if (sendto(datagrams, event, bytes, 0, to, sizeof direct.addresses[i]) != (ssize_t)bytes) {
            give_up("sendto");
        }
    }
}

static void spread(const char *event, size_t bytes) {
    if (datagrams >= 0) {
        send_datagrams(event, bytes);
    } else {
        direct.message = event;
        direct.message_bytes = bytes;
        direct_round(&direct);
    }
}

static void spread_all(struct publisher *publisher) {
    const char *from = publisher->in, *end = publisher->in + publisher->bytes, *found;
    while ((found = memmem(from, (size_t)(end - from), END_OF_EVENT, END_BYTES)) != NULL) {
        spread(from, (size_t)(found + END_BYTES - from));
        from = found + END_BYTES;
    }
    publisher->bytes = (size_t)(end - from);
    memmove(publisher->in, from, publisher->bytes);
}

/* What is left of an event whose publisher goes is lost with it. */
static void read_from(struct publisher *publisher) {
    if (publisher->bytes == CHUNK) {
        fprintf(stderr, "spread: an event of over %d bytes\n", CHUNK);
        exit(1);
    }
    ssize_t n = read(publisher->fd, publisher->in + publisher->bytes, CHUNK - publisher->bytes);
    if (n > 0) {
        publisher->bytes += (size_t)n;
        spread_all(publisher);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(publisher->fd);
        free(publisher);
    }
}

static void accept_from(int poll, int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        give_up("accept");
    }
    struct publisher *publisher = allocate(1, sizeof *publisher);
    publisher->fd = fd;
    watch(poll, fd, EPOLLIN, (uintptr_t)publisher);
}

int main(int argc, char **argv) {
    bool by_datagrams = argc == 4 && strcmp(argv[1], "datagrams") == 0;
    if (argc != 4 || (!by_datagrams && strcmp(argv[1], "direct") != 0)) {
        fprintf(stderr, "usage: spread direct|datagrams DEVICES PORT\n");
        return 2;
    }
    int devices = number(argv[2], 1, MAX_DEVICES);
    in_port_t port = (in_port_t)number(argv[3], 1, 65535);
    allow_many_descriptors();
    direct_init(&direct, devices, port);
    if (by_datagrams && (datagrams = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) < 0) {
        give_up("socket");
    }
    int poll = new_poll();
    int listener = listen_and_print_port(0);
    /* Told apart from publishers, which are pointers, by small numbers. */
    enum { INPUT, LISTENER };
    watch(poll, STDIN_FILENO, EPOLLIN, INPUT);
    watch(poll, listener, EPOLLIN, LISTENER);

    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int n = wait_for(poll, events, MAX_EVENTS, -1);
        for (int i = 0; i < n; i++) {
            uint64_t data = events[i].data.u64;
            if (data == INPUT) {
                char ignored[256];
                if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0) {
                    return 0;
                }
            } else if (data == LISTENER) {
                accept_from(poll, listener);
            } else {
                read_from((struct publisher *)(uintptr_t)data);
            }
        }
    }
}
