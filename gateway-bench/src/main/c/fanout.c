/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The least that it takes to give one event to many: a plain send() loop over their sockets. It does not look for the end
 * of an event, and a receiver that does not read stops it for all: its sockets block, so that send() is all that it calls.
 *
 *   fanout RECEIVERS [COPIES [PER-SEND]]
 *
 * Prints the port. The first RECEIVERS connections receive, the next one publishes: what one read of it gives goes to
 * each receiver in turn, COPIES times (1 unless told), PER-SEND copies in one send (1). Ends when the publisher does.
 */
#define _GNU_SOURCE
#include "stream.h"

enum { CHUNK = 65536 };

static int receivers[MAX_DEVICES];

static int accept_one(int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0) {
        give_up("accept");
    }
    send_at_once(fd);
    return fd;
}

/* The sockets block: all of it has gone when this returns. */
static void send_all(int fd, const char *data, size_t bytes) {
    while (bytes > 0) {
        ssize_t n = send(fd, data, bytes, MSG_NOSIGNAL);
        if (n < 0) {
            give_up("send");
        }
        data += n;
        bytes -= (size_t)n;
    }
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 4) {
        fprintf(stderr, "usage: fanout RECEIVERS [COPIES [PER-SEND]]\n");
        return 2;
    }
    int count = number(argv[1], 1, MAX_DEVICES);
    int copies = argc > 2 ? number(argv[2], 1, 100000000) : 1;
    int per_send = argc > 3 ? number(argv[3], 1, copies) : 1;
    allow_many_descriptors();

    int listener = listen_and_print_port(0);
    for (int i = 0; i < count; i++) {
        receivers[i] = accept_one(listener);
    }
    int publisher = accept_one(listener);

    char *batch = allocate((size_t)per_send, CHUNK);
    for (;;) {
        ssize_t n = read(publisher, batch, CHUNK);
        if (n <= 0) {
            return n == 0 ? 0 : 1;
        }
        size_t bytes = (size_t)n;
        for (int i = 1; i < per_send; i++) {
            memcpy(batch + (size_t)i * bytes, batch, bytes);
        }
        for (int left = copies; left > 0; left -= per_send) {
            size_t part = bytes * (size_t)(left < per_send ? left : per_send);
            for (int i = 0; i < count; i++) {
                send_all(receivers[i], batch, part);
            }
        }
    }
}
