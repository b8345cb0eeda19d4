/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * What the direct-push load run measures the gateway against: a non-blocking program that connects to every device, sends
 * one message and closes, all devices at once.
 *
 *   push DEVICES PORT FILE
 *
 * For each line on stdin so many rounds, each of which sends FILE's bytes to every device:
 *
 *   close ROUNDS  closes each connection as soon as the message is sent
 *   wait ROUNDS   half-closes it, waits for the device's FIN and closes then
 *   late ROUNDS   likewise, and acknowledges the device's answer to the dialling by the message alone, as the gateway does
 *
 * Answers with "wallNs cpuNs": how long they took and the processor time of this process in it, user and system.
 * Any connection that fails ends the program.
 */
#define _GNU_SOURCE
#include "direct.h"

enum { MAX_MESSAGE = 512000 };

static struct direct direct;
static char message[MAX_MESSAGE];

static void read_message(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        give_up(path);
    }
    direct.message = message;
    direct.message_bytes = fread(message, 1, sizeof message, file);
    if (ferror(file) || direct.message_bytes == 0 || fgetc(file) != EOF) {
        fprintf(stderr, "%s: cannot be read, is empty or is over %d bytes\n", path, MAX_MESSAGE);
        exit(1);
    }
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: push DEVICES PORT FILE\n");
        return 2;
    }
    int devices = number(argv[1], 1, MAX_DEVICES);
    in_port_t port = (in_port_t)number(argv[2], 1, 65535);
    read_message(argv[3]);
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);
    direct_init(&direct, devices, port);

    char line[32], command[8], rounds[16];
    while (fgets(line, sizeof line, stdin) != NULL) {
        bool understood = sscanf(line, "%7s %15s", command, rounds) == 2;
        direct.late_ack = understood && strcmp(command, "late") == 0;
        direct.wait_for_fin = direct.late_ack || (understood && strcmp(command, "wait") == 0);
        if (!understood || (!direct.wait_for_fin && strcmp(command, "close") != 0)) {
            fprintf(stderr, "none of \"close ROUNDS\", \"wait ROUNDS\" and \"late ROUNDS\": %s", line);
            return 2;
        }
        int64_t wall = now_ns(), cpu = processor_ns();
        for (int left = number(rounds, 1, 1000000); left > 0; left--) {
            direct_round(&direct);
        }
        cpu = processor_ns() - cpu;
        wall = now_ns() - wall;
        printf("%lld %lld\n", (long long)wall, (long long)cpu);
    }
    return 0;
}
