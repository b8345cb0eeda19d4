/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What programs that are devices, or send to them, have in common: the devices' addresses and a way to give up.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { MAX_DEVICES = 5000 };

/* Device i's socket: an address of its own out of 127.8.0.0/16, 250 to each third number, and the port of all. */
static inline struct sockaddr_in device_address(int i, in_port_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(0x7f080001u + (unsigned)(i / 250 * 256 + i % 250));
    return address;
}

_Noreturn static inline void give_up(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

/* A whole number out of [min, max], or the end. */
static inline int number(const char *text, int min, int max) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < min || value > max) {
        fprintf(stderr, "%s: not a number from %d to %d\n", text, min, max);
        exit(2);
    }
    return (int)value;
}

/* Every device costs a descriptor or two, more than the usual 1024. */
static inline void allow_many_descriptors(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        give_up("getrlimit");
    }
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        give_up("setrlimit");
    }
}

#endif
