/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * Clients that are there besides those who count: some never read, some read slowly, some come and go. What they get is
 * not looked at.
 */
#ifndef CROWD_H
#define CROWD_H

#include "stream.h"

#include <sys/timerfd.h>

enum { CROWD_TICK_MS = 50, CROWD_TICKS_PER_S = 1000 / CROWD_TICK_MS };

struct crowd {
    int (*dial)(int receive_buffer);
    int poll, timer;
    /* Those who read slowly, and how much of it each second. */
    int slow, slow_bytes;
    int slow_fds[MAX_DEVICES];
    /* Those who come and go, and how many of them each second. */
    int churning, churn_per_s;
    int churn_fds[MAX_DEVICES];
    int next, credit;
    long long reconnected;
};

/* Throws away up to so many bytes of what came; false once the relay has closed the connection. */
static inline int crowd_discard(int fd, size_t bytes) {
    static char discarded[65536];
    while (bytes > 0) {
        ssize_t n = recv(fd, discarded, bytes < sizeof discarded ? bytes : sizeof discarded, MSG_DONTWAIT);
        if (n <= 0) {
            return n < 0 && (errno == EAGAIN || errno == EINTR);
        }
        bytes -= (size_t)n;
    }
    return 1;
}

/* Connects those who are to be there; those who never read are left alone. */
static inline void crowd_begin(struct crowd *crowd, int stopped) {
    enum { SMALL_BUFFER = 4096 };
    for (int i = 0; i < stopped; i++) {
        crowd->dial(SMALL_BUFFER);
    }
    for (int i = 0; i < crowd->slow; i++) {
        crowd->slow_fds[i] = crowd->dial(SMALL_BUFFER);
    }
    for (int i = 0; i < crowd->churning; i++) {
        crowd->churn_fds[i] = crowd->dial(0);
    }
    if (crowd->slow > 0 || crowd->churning > 0) {
        crowd->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        struct timespec tick = {.tv_nsec = CROWD_TICK_MS * 1000000L};
        struct itimerspec every = {.it_value = tick, .it_interval = tick};
        if (crowd->timer < 0 || timerfd_settime(crowd->timer, 0, &every, NULL) != 0) {
            give_up("timerfd");
        }
        watch(crowd->poll, crowd->timer, EPOLLIN, (uintptr_t)crowd);
    }
}

/* What a twentieth of a second brings. Whom the relay has closed stays away, but for those who come and go. */
static inline void crowd_tick(struct crowd *crowd) {
    uint64_t expirations;
    if (read(crowd->timer, &expirations, sizeof expirations) < 0) {
        return;
    }
    for (int i = 0; i < crowd->slow; i++) {
        if (crowd->slow_fds[i] >= 0 && !crowd_discard(crowd->slow_fds[i], (size_t)crowd->slow_bytes / CROWD_TICKS_PER_S)) {
            close(crowd->slow_fds[i]);
            crowd->slow_fds[i] = -1;
        }
    }
    for (int i = 0; i < crowd->churning; i++) {
        crowd_discard(crowd->churn_fds[i], SIZE_MAX);
    }
    crowd->credit += crowd->churn_per_s;
    while (crowd->churning > 0 && crowd->credit >= CROWD_TICKS_PER_S) {
        int *fd = &crowd->churn_fds[crowd->next++ % crowd->churning];
        close(*fd);
        *fd = crowd->dial(0);
        crowd->reconnected++;
        crowd->credit -= CROWD_TICKS_PER_S;
    }
}

#endif
