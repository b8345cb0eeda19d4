/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What downloads are measured against beside nginx: the least that answers them, each on a connection of its own, from
 * memory, with its head made before, and with no more system calls than that takes. Like the gateway it has the system
 * hand over a connection with its request, sends the connection's end in the answer's last segment, and large files in
 * slices. It looks at nothing of a request but its path, and counts nothing.
 *
 *   answer FILE...
 *
 * Prints the port of 127.0.0.1 where it listens. A request is for the file that its path is the end of; any other
 * request, and any fault, ends the program, as does the end of its standard input.
 */
#define _GNU_SOURCE
#include "stream.h"

#include <stdbool.h>
#include <sys/stat.h>

enum { MAX_FILES = 8, MAX_FDS = 65536, MAX_HEAD = 256, MAX_REQUEST = 2048, MAX_EVENTS = 256 };
/* As many are accepted in a row, and as much of a file is sent. */
enum { ACCEPTED_AT_ONCE = 16, SLICE_BYTES = 512 * 1024 };

struct file {
    const char *name;
    char *answer; /* its head and its bytes */
    size_t bytes;
};

struct connection {
    const struct file *file; /* NULL until the request is there */
    size_t sent;
    bool watched;
};

static struct file files[MAX_FILES];
static int file_count;
static struct connection connections[MAX_FDS];

static void load(struct file *file, const char *name) {
    struct stat status;
    FILE *in = fopen(name, "rb");
    if (in == NULL || fstat(fileno(in), &status) != 0) {
        give_up(name);
    }
    size_t length = (size_t)status.st_size;
    file->name = name;
    file->answer = allocate(MAX_HEAD + length, 1);
    size_t head = (size_t)snprintf(file->answer, MAX_HEAD,
                                   "HTTP/1.1 200 OK\r\ncontent-type: application/zip\r\nconnection: close\r\n"
                                   "content-length: %zu\r\n\r\n",
                                   length);
    if (fread(file->answer + head, 1, length, in) != length) {
        give_up(name);
    }
    file->bytes = head + length;
    fclose(in);
}

/* The one whose name ends with the path of the request. */
static const struct file *asked_for(const char *request, size_t bytes) {
    static const char method[] = "GET ";
    size_t begin = sizeof method - 1;
    if (bytes > begin && memcmp(request, method, begin) == 0) {
        size_t length = strcspn(request + begin, "? ");
        for (int i = 0; i < file_count; i++) {
            size_t name = strlen(files[i].name);
            if (name >= length && memcmp(files[i].name + name - length, request + begin, length) == 0) {
                return &files[i];
            }
        }
    }
    fprintf(stderr, "no such file: %s\n", request);
    exit(1);
}

static void close_one(int fd) {
    if (close(fd) != 0) {
        give_up("close");
    }
}

/* Looks at the connection again when it can be read, or written. */
static void wait_until(uint32_t ready, int poll, int fd) {
    struct epoll_event event = {.events = ready, .data.u64 = (uint64_t)fd};
    if (epoll_ctl(poll, connections[fd].watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0) {
        give_up("epoll_ctl");
    }
    connections[fd].watched = true;
}

static void go_on(int poll, int fd) {
    struct connection *connection = &connections[fd];
    if (connection->file == NULL) {
        char request[MAX_REQUEST + 1];
        ssize_t n = recv(fd, request, MAX_REQUEST, 0);
        if (n < 0 && errno == EAGAIN) {
            wait_until(EPOLLIN, poll, fd);
            return;
        }
        if (n <= 0) {
            close_one(fd);
            return;
        }
        request[n] = '\0';
        connection->file = asked_for(request, (size_t)n);
    }
    size_t rest = connection->file->bytes - connection->sent;
    size_t slice = rest < SLICE_BYTES ? rest : SLICE_BYTES;
    ssize_t n = send(fd, connection->file->answer + connection->sent, slice, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) {
        /* The client has gone. */
        close_one(fd);
        return;
    }
    connection->sent += n < 0 ? 0 : (size_t)n;
    if (connection->sent < connection->file->bytes) {
        wait_until(EPOLLOUT, poll, fd);
        return;
    }
    shutdown(fd, SHUT_WR);
    close_one(fd);
}

static void accept_some(int poll, int listener) {
    for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EAGAIN) {
                return;
            }
            give_up("accept4");
        }
        if (fd >= MAX_FDS) {
            errno = EMFILE;
            give_up("accept4");
        }
        connections[fd] = (struct connection){0};
        go_on(poll, fd);
    }
}

static void set(int fd, int option, int value) {
    if (setsockopt(fd, IPPROTO_TCP, option, &value, sizeof value) != 0) {
        give_up("setsockopt");
    }
}

int main(int count, char **words) {
    if (count < 2 || count - 1 > MAX_FILES) {
        fprintf(stderr, "answer FILE..., up to %d\n", MAX_FILES);
        return 2;
    }
    for (int i = 1; i < count; i++) {
        load(&files[file_count++], words[i]);
    }
    allow_many_descriptors();
    int poll = new_poll();
    int listener = listen_and_print_port(SOCK_NONBLOCK);
    /* What it accepts has these from it. */
    set(listener, TCP_DEFER_ACCEPT, 1);
    set(listener, TCP_CORK, 1);
    set(listener, TCP_QUICKACK, 0);
    watch(poll, listener, EPOLLIN, (uint64_t)listener);
    watch(poll, STDIN_FILENO, EPOLLIN, STDIN_FILENO);
    for (;;) {
        struct epoll_event events[MAX_EVENTS];
        int ready = wait_for(poll, events, MAX_EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int fd = (int)events[i].data.u64;
            if (fd == STDIN_FILENO) {
                return 0;
            }
            if (fd == listener) {
                accept_some(poll, listener);
            } else {
                go_on(poll, fd);
            }
        }
    }
}
