/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The least that it takes to send one datagram to many: a sendto() loop over their addresses, on one socket that is not
 * connected.
 *
 *   udp DEVICES PORT FILE
 *
 * For each line on stdin, which says how often, sends FILE's bytes to every device, as often one after the other. Answers
 * with "wallNs cpuNs": how long that took and the processor time of this process in it, user and system.
 */
#define _GNU_SOURCE
#include "stream.h"

enum { MAX_DATAGRAM = 65507 };

static struct sockaddr_in addresses[MAX_DEVICES];
static char message[MAX_DATAGRAM + 1];

static size_t read_message(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        give_up(path);
    }
    size_t bytes = fread(message, 1, sizeof message, file);
    if (ferror(file) || bytes == 0 || bytes > MAX_DATAGRAM) {
        fprintf(stderr, "%s: cannot be read, is empty or is over %d bytes\n", path, MAX_DATAGRAM);
        exit(1);
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: udp DEVICES PORT FILE\n");
        return 2;
    }
    int devices = number(argv[1], 1, MAX_DEVICES);
    in_port_t port = (in_port_t)number(argv[2], 1, 65535);
    size_t bytes = read_message(argv[3]);
    for (int i = 0; i < devices; i++) {
        addresses[i] = device_address(i, port);
    }
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        give_up("socket");
    }
    setvbuf(stdout, NULL, _IOLBF, 0);

    char line[32];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        int64_t wall = now_ns(), cpu = processor_ns();
        for (int left = number(line, 1, 1000000); left > 0; left--) {
            for (int i = 0; i < devices; i++) {
                const struct sockaddr *to = (const struct sockaddr *)&addresses[i];
                if (sendto(fd, message, bytes, 0, to, sizeof addresses[i]) != (ssize_t)bytes) {
                    give_up("sendto");
                }
            }
        }
        cpu = processor_ns() - cpu;
        wall = now_ns() - wall;
        printf("%lld %lld\n", (long long)wall, (long long)cpu);
    }
    return 0;
}
