/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What the relay load run measures the gateway against: splits what each client sends at "</event>" and sends every run of
 * whole events to all other clients, with one send for each. It parses nothing, checks nothing and loses nothing: while a
 * client is more than 64 KiB behind, nobody is read from.
 *
 *   relay
 *
 * Prints the port. A client that is alone has its ping (t-x-c-t) answered with a pong (t-x-c-t-r), so that it can tell
 * when all that it sent before has been split. Ends when its standard input does.
 */
#define _GNU_SOURCE
#include "stream.h"

#include <stdbool.h>

/* More than any event has, and a client's backlog together with what comes on top of it. */
enum { CHUNK = 65536, MAX_BACKLOG = 65536, MAX_EVENTS = 256 };

struct client {
    int fd;
    size_t index;
    /* What was read and does not end an event yet; no end begins before scanned. */
    char *in;
    size_t in_bytes, scanned;
    /* What its socket had no room for; allocated when that first happens. */
    char *out;
    size_t out_start, out_end;
    struct client *next_closed;
};

static const char PONG[] = "<event version=\"2.0\" uid=\"takPong\" type=\"t-x-c-t-r\" how=\"h-g-i-g-o\""
                           " time=\"2026-01-01T00:00:00Z\" start=\"2026-01-01T00:00:00Z\" stale=\"2026-01-01T00:00:20Z\">"
                           "<point lat=\"0\" lon=\"0\" hae=\"0\" ce=\"9999999\" le=\"9999999\"/></event>";

static struct client *clients[MAX_DEVICES];
static size_t client_count;
/* Clients whose backlog is over the limit. */
static size_t congested;
/* One watches for what can be read, and the other one too, which watches for room in sockets that had none. */
static int readable, writable;
/* Closed in this pass: the pass may hold events of theirs, so they are freed at its end. */
static struct client *closed;

static size_t backlog(const struct client *client) {
    return client->out_end - client->out_start;
}

static void drop(struct client *client) {
    if (client->fd < 0) {
        return;
    }
    congested -= backlog(client) > MAX_BACKLOG;
    close(client->fd);
    client->fd = -1;
    client_count--;
    clients[client->index] = clients[client_count];
    clients[client->index]->index = client->index;
    client->next_closed = closed;
    closed = client;
}

static void free_closed(void) {
    while (closed != NULL) {
        struct client *client = closed;
        closed = client->next_closed;
        free(client->in);
        free(client->out);
        free(client);
    }
}

/* How much of it the socket took; -1 if the client is gone. */
static ssize_t send_some(struct client *client, const char *data, size_t bytes) {
    ssize_t n = send(client->fd, data, bytes, MSG_NOSIGNAL);
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : n;
}

static void keep(struct client *client, const char *data, size_t bytes) {
    if (client->out == NULL) {
        client->out = allocate(1, MAX_BACKLOG + CHUNK);
    }
    if (backlog(client) == 0) {
        client->out_start = client->out_end = 0;
        watch(writable, client->fd, EPOLLOUT, (uintptr_t)client);
    } else if (client->out_end + bytes > MAX_BACKLOG + CHUNK) {
        memmove(client->out, client->out + client->out_start, backlog(client));
        client->out_end -= client->out_start;
        client->out_start = 0;
    }
    bool was_congested = backlog(client) > MAX_BACKLOG;
    memcpy(client->out + client->out_end, data, bytes);
    client->out_end += bytes;
    congested += !was_congested && backlog(client) > MAX_BACKLOG;
}

static void give(struct client *client, const char *data, size_t bytes) {
    ssize_t sent = backlog(client) > 0 ? 0 : send_some(client, data, bytes);
    if (sent < 0) {
        drop(client);
    } else if ((size_t)sent < bytes) {
        keep(client, data + sent, bytes - (size_t)sent);
    }
}

static void send_backlog(struct client *client) {
    bool was_congested = backlog(client) > MAX_BACKLOG;
    ssize_t sent = send_some(client, client->out + client->out_start, backlog(client));
    if (sent < 0) {
        drop(client);
        return;
    }
    client->out_start += (size_t)sent;
    congested -= was_congested && backlog(client) <= MAX_BACKLOG;
    if (backlog(client) == 0 && epoll_ctl(writable, EPOLL_CTL_DEL, client->fd, NULL) != 0) {
        give_up("epoll_ctl");
    }
}

/* The last event of the run is a ping. */
static void answer_ping(struct client *client, const char *last, const char *end) {
    if (memmem(last, (size_t)(end - last), "\"t-x-c-t\"", 9) != NULL) {
        give(client, PONG, sizeof PONG - 1);
    }
}

/* The whole events that have come from a client go to the others; what is left waits for its end. */
static void relay(struct client *from) {
    const char *end = from->in + from->in_bytes;
    const char *last = from->in, *run_end = from->in, *found;
    const char *scan = from->in + from->scanned;
    while ((found = memmem(scan, (size_t)(end - scan), END_OF_EVENT, END_BYTES)) != NULL) {
        last = run_end;
        run_end = scan = found + END_BYTES;
    }
    size_t run = (size_t)(run_end - from->in);
    if (run > 0) {
        if (client_count == 1) {
            answer_ping(from, last, run_end);
        }
        /* Downwards, since a client that is dropped is replaced by the last. */
        for (size_t i = client_count; i-- > 0;) {
            if (clients[i] != from) {
                give(clients[i], from->in, run);
            }
        }
        from->in_bytes -= run;
        memmove(from->in, run_end, from->in_bytes);
    }
    from->scanned = from->in_bytes < END_BYTES ? 0 : from->in_bytes - END_BYTES + 1;
}

static void read_from(struct client *client) {
    if (client->in_bytes == CHUNK) {
        fprintf(stderr, "relay: an event of over %d bytes\n", CHUNK);
        exit(1);
    }
    ssize_t n = read(client->fd, client->in + client->in_bytes, CHUNK - client->in_bytes);
    if (n > 0) {
        client->in_bytes += (size_t)n;
        relay(client);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        drop(client);
    }
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EAGAIN) {
                return;
            }
            if (errno == EINTR || errno == ECONNABORTED) {
                continue;
            }
            give_up("accept");
        }
        if (client_count == MAX_DEVICES) {
            fprintf(stderr, "relay: more than %d clients\n", MAX_DEVICES);
            exit(1);
        }
        send_at_once(fd);
        struct client *client = allocate(1, sizeof *client);
        client->fd = fd;
        client->in = allocate(1, CHUNK);
        client->index = client_count;
        clients[client_count++] = client;
        watch(readable, fd, EPOLLIN, (uintptr_t)client);
    }
}

static void make_room(void) {
    struct epoll_event events[MAX_EVENTS];
    int n = wait_for(writable, events, MAX_EVENTS, congested > 0 ? -1 : 0);
    for (int i = 0; i < n; i++) {
        send_backlog((struct client *)(uintptr_t)events[i].data.u64);
    }
    free_closed();
}

int main(void) {
    allow_many_descriptors();
    readable = new_poll();
    writable = new_poll();
    int listener = listen_and_print_port(SOCK_NONBLOCK);
    /* Told apart from clients, which are pointers, by small numbers. */
    enum { INPUT, LISTENER, ROOM, FIRST_POINTER };
    watch(readable, STDIN_FILENO, EPOLLIN, INPUT);
    watch(readable, listener, EPOLLIN, LISTENER);
    watch(readable, writable, EPOLLIN, ROOM);

    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int n = wait_for(readable, events, MAX_EVENTS, -1);
        for (int i = 0; i < n; i++) {
            uint64_t data = events[i].data.u64;
            if (data == INPUT) {
                char ignored[256];
                if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0) {
                    return 0;
                }
            } else if (data == LISTENER) {
                accept_all(listener);
            } else if (data >= FIRST_POINTER) {
                struct client *client = (struct client *)(uintptr_t)data;
                if (client->fd >= 0 && congested == 0) {
                    read_from(client);
                }
            }
        }
        free_closed();
        do {
            make_room();
        } while (congested > 0);
    }
}
