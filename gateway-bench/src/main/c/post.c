/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The sender of the intake load run: one POST after the other, each with a chunked body of many events.
 *
 *   post PORT
 *
 * For each line on stdin:
 *
 *   PATH CONTENT_TYPE TEMPLATE EVENTS
 *
 * makes a connection, sends the events as fast as they are taken, waits for the answer and prints one line:
 *
 *   bytes wallNs cpuNs status accepted
 *
 * bytes are those of the body, wallNs runs from the first byte sent to the last one of the answer, cpuNs is the processor
 * time of this process meanwhile, and accepted the number behind "accepted": in the answer, -1 without one. TEMPLATE is a
 * file with one event, in which {unit} stands for 8 digits, {lat} and {lon} for degrees with 6 decimals, {time} and {stale}
 * for times; all events of it are equally long. Of 10,000 units each moves on whenever its turn comes.
 */
#define _GNU_SOURCE
#include "event.h"
#include "stream.h"

#include <stdbool.h>

enum { UNITS = 10000, MAX_TEMPLATE = 8192, MAX_FIELDS = 64, BATCH = 65536, ANSWER = 1 << 20, MAX_WORD = 512 };

enum kind { UNIT, LAT, LON, TIME, STALE };

static const struct {
    const char *name;
    const char *sample;
} fields[] = {
    [UNIT] = {"{unit}", "00000000"},
    [LAT] = {"{lat}", "48.000000"},
    [LON] = {"{lon}", "11.000000"},
    [TIME] = {"{time}", "2000-01-01T00:00:00.000Z"},
    [STALE] = {"{stale}", "2000-01-01T00:00:00.000Z"},
};

static struct {
    char text[MAX_TEMPLATE];
    size_t bytes;
    int places;
    struct {
        enum kind kind;
        size_t at;
    } place[MAX_FIELDS];
} template;

static void read_template(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        give_up(path);
    }
    char raw[MAX_TEMPLATE];
    size_t length = fread(raw, 1, sizeof raw - 1, file);
    fclose(file);
    raw[length] = '\0';
    template.bytes = 0;
    template.places = 0;
    for (const char *from = raw; *from != '\0';) {
        const char *put = NULL;
        for (size_t kind = 0; kind < sizeof fields / sizeof fields[0]; kind++) {
            size_t name = strlen(fields[kind].name);
            if (strncmp(from, fields[kind].name, name) == 0) {
                if (template.places == MAX_FIELDS) {
                    fprintf(stderr, "%s: too many fields\n", path);
                    exit(2);
                }
                template.place[template.places].kind = (enum kind)kind;
                template.place[template.places++].at = template.bytes;
                put = fields[kind].sample;
                from += name;
                break;
            }
        }
        size_t count = put == NULL ? 1 : strlen(put);
        if (template.bytes + count > sizeof template.text) {
            fprintf(stderr, "%s: too long\n", path);
            exit(2);
        }
        memcpy(template.text + template.bytes, put == NULL ? from : put, count);
        template.bytes += count;
        from += put == NULL ? 1 : 0;
    }
}

static void fill(char *to, uint64_t n, const char *time, const char *stale) {
    uint64_t unit = n % UNITS, way = n / UNITS;
    memcpy(to, template.text, template.bytes);
    for (int i = 0; i < template.places; i++) {
        char *at = to + template.place[i].at;
        switch (template.place[i].kind) {
            case UNIT: put_digits(at, 8, unit); break;
            case LAT: put_digits(at + 3, 6, unit * 37 + way * 11); break;
            case LON: put_digits(at + 3, 6, unit * 53 + way * 17); break;
            case TIME: memcpy(at, time, TIME_CHARS); break;
            case STALE: memcpy(at, stale, TIME_CHARS); break;
        }
    }
}

static void send_all(int fd, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            give_up("send");
        }
        if (sent > 0) {
            bytes += sent;
            count -= (size_t)sent;
        }
    }
}

/* The answer to the end that its head announces; the gateway always says how long it is. */
static void read_answer(int fd, char *answer) {
    size_t got = 0, whole = 0;
    while (whole == 0 || got < whole) {
        ssize_t count = recv(fd, answer + got, ANSWER - 1 - got, 0);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            fprintf(stderr, "the answer ends after %zu bytes\n", got);
            exit(1);
        }
        got += (size_t)count;
        answer[got] = '\0';
        char *body = strstr(answer, "\r\n\r\n");
        if (body != NULL && whole == 0) {
            char *length = strcasestr(answer, "\r\ncontent-length:");
            if (length == NULL || length > body) {
                fprintf(stderr, "an answer without length\n");
                exit(1);
            }
            whole = (size_t)(body + 4 - answer) + strtoul(length + 17, NULL, 10);
        }
    }
}

static void post(in_port_t port, const char *path, const char *type, int64_t events) {
    static char answer[ANSWER], batch[BATCH + 32];
    static uint64_t n;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = loopback_port(port);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        give_up("connect");
    }
    send_at_once(fd);
    char head[2 * MAX_WORD + 128];
    int head_bytes = snprintf(head, sizeof head,
                              "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\n"
                              "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
                              path, type);
    int64_t start_ns = now_ns(), start_cpu_ns = processor_ns(), bytes = 0;
    send_all(fd, head, (size_t)head_bytes);
    while (events > 0) {
        char now[TIME_CHARS + 1], stale[TIME_CHARS + 1];
        struct timespec clock;
        clock_gettime(CLOCK_REALTIME, &clock);
        put_time(now, clock.tv_sec * 1000LL + clock.tv_nsec / 1000000);
        put_time(stale, (clock.tv_sec + STALE_S) * 1000LL + clock.tv_nsec / 1000000);
        /* The size of the chunk in 8 hexadecimal digits and CRLF, the events, CRLF. */
        size_t used = 10;
        for (; events > 0 && used + template.bytes <= BATCH; events--) {
            fill(batch + used, n++, now, stale);
            used += template.bytes;
        }
        char size[16];
        snprintf(size, sizeof size, "%08x\r\n", (unsigned)(used - 10));
        memcpy(batch, size, 10);
        bytes += (int64_t)used - 10;
        memcpy(batch + used, "\r\n", 2);
        send_all(fd, batch, used + 2);
    }
    send_all(fd, "0\r\n\r\n", 5);
    read_answer(fd, answer);
    int64_t wall_ns = now_ns() - start_ns;
    close(fd);
    const char *accepted = strstr(answer, "\"accepted\":");
    printf("%lld %lld %lld %d %lld\n", (long long)bytes, (long long)wall_ns,
           (long long)(processor_ns() - start_cpu_ns), atoi(answer + 9),
           accepted == NULL ? -1LL : strtoll(accepted + 11, NULL, 10));
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: post PORT\n");
        return 2;
    }
    in_port_t port = (in_port_t)number(argv[1], 1, 65535);
    char line[4 * MAX_WORD], path[MAX_WORD], type[MAX_WORD], file[MAX_WORD];
    long long events;
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "%511s %511s %511s %lld", path, type, file, &events) != 4 || events < 1) {
            fprintf(stderr, "not understood: %s", line);
            return 2;
        }
        read_template(file);
        post(port, path, type, events);
    }
    return 0;
}
