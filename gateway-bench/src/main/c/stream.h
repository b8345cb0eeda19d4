/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What programs that many connections go through have in common: their sockets, clocks, a timer and the end of an event.
 */
#ifndef STREAM_H
#define STREAM_H

#include "loopback.h"

#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define END_OF_EVENT "</event>"
enum { END_BYTES = sizeof END_OF_EVENT - 1 };

static inline int64_t now_ns(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) {
        give_up("clock_gettime");
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* The processor time of this process so far, user and system. */
static inline int64_t processor_ns(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) {
        give_up("clock_gettime");
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static inline struct sockaddr_in loopback_port(in_port_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/* Listens on a free port of 127.0.0.1 and prints it. */
static inline int listen_and_print_port(int flags) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (fd < 0) {
        give_up("socket");
    }
    struct sockaddr_in address = loopback_port(0);
    socklen_t size = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, MAX_DEVICES) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        give_up("listen");
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

/* Every send is a whole number of events, or what the socket had no room for: nothing is gained by waiting for more. */
static inline void send_at_once(int fd) {
    int on = 1;
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        give_up("TCP_NODELAY");
    }
}

static inline int new_poll(void) {
    int poll = epoll_create1(EPOLL_CLOEXEC);
    if (poll < 0) {
        give_up("epoll_create1");
    }
    return poll;
}

static inline void watch(int poll, int fd, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) != 0) {
        give_up("epoll_ctl");
    }
}

/* One that rings at a time of now_ns, which is looked for with no data beside it. */
static inline int new_timer(int poll) {
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer < 0) {
        give_up("timerfd_create");
    }
    watch(poll, timer, EPOLLIN, 0);
    return timer;
}

static inline void wake_at(int timer, int64_t at_ns) {
    struct itimerspec at = {.it_value = {.tv_sec = at_ns / 1000000000, .tv_nsec = at_ns % 1000000000}};
    if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL) != 0) {
        give_up("timerfd_settime");
    }
}

/* So that it is silent until it is set again. */
static inline void read_timer(int timer) {
    uint64_t expirations;
    if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) {
        give_up("timer");
    }
}

/* How many are ready; 0 after the timeout. */
static inline int wait_for(int poll, struct epoll_event *events, int max, int timeout_ms) {
    int n = epoll_wait(poll, events, max, timeout_ms);
    if (n < 0 && errno != EINTR) {
        give_up("epoll_wait");
    }
    return n < 0 ? 0 : n;
}

static inline void *allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) {
        give_up("calloc");
    }
    return memory;
}

#endif
