/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The devices of the download load run: many HTTP/1.1 clients in one thread, each at a loopback address of its own.
 *
 *   download [LATE]
 *
 * For each line on stdin:
 *
 *   PORT CLIENTS MS FILE PATH [RATE]
 *
 * every client connects, asks for PATH as ATAK does, reads the answer to its last byte, closes, and begins anew until MS
 * milliseconds are over. With a RATE nobody begins anew by himself: so many downloads a second are due for MS milliseconds, at
 * fixed times whatever the server does, and each is the next free client's; one that is due while no client is free waits for
 * one. All that was begun is waited for. One of 16 answers is compared with FILE byte by byte. Of all others the length is
 * looked at, and their bytes are thrown away in the kernel (MSG_TRUNC): a device's copying costs a server nothing, here it
 * would take the second core. Prints one line:
 *
 *   completed bytes wallNs cpuNs p50 p99 max least most compared refused reset short status length different stalled
 *
 * wallNs runs from the first connect (with a RATE from when the first was due) to the last byte of the last answer, cpuNs is
 * the processor time of this process meanwhile; the latency of an answer counts, in nanoseconds, from its connect (with a RATE
 * from when it was due) to its last byte; least and most are the completed answers of the clients with the fewest and the
 * most. Into the file LATE, if it is given, goes when each late answer was begun (or due) and when it ended, in nanoseconds of
 * CLOCK_MONOTONIC, a line each: late are those that are not below the 99th percentile. Then the failures by kind: no
 * connection, a reset, an end before the last byte, a status other than 200, another length than FILE's or none, other bytes,
 * nothing for 10 s. A client that fails does not begin anew.
 */
#define _GNU_SOURCE
#include "histogram.h"
#include "stream.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

enum { CHUNK = 65536, FIRST = 2048, MAX_HEAD = 4096, MAX_WORD = 1024, MAX_REQUEST = 2 * MAX_WORD, MAX_EVENTS = 256, COMPARED = 16 };
static const int64_t STALLED_NS = 10000000000LL;

enum failure { REFUSED, RESET, SHORT, STATUS, LENGTH, DIFFERENT, STALLED, FAILURES };

struct client {
    int fd;
    int index;
    size_t request_sent;
    size_t head_bytes;
    bool has_head, compares, awaits_room;
    size_t body_read;
    int64_t begun_ns;
    int64_t completed;
    char head[MAX_HEAD];
    char request[MAX_REQUEST];
    size_t request_bytes;
};

static struct client clients[MAX_DEVICES];
static int client_count, busy;
/* Of a paced turn: the clients that do nothing, those that have done so for longest first. */
static struct client *idle[MAX_DEVICES];
static int idle_first, idle_count;
static struct sockaddr_in server;
static int poll_fd, timer;
static struct histogram latencies;

/* When each answer of a turn began and ended, where that is asked for. */
static const char *late_file;
static struct {
    int64_t begun_ns, ended_ns;
} *answers;
static int64_t answer_count, answer_room;

static char file[MAX_WORD];
static char *content;
static size_t content_bytes;

static int64_t start_ns, deadline_ns, progress_ns;
/* How many downloads of a paced turn are due, and how many of them a second; 0 unless it is one. */
static int64_t due_count, due_per_s;
static int64_t begun, completed, compared, bytes_read;
static int64_t failures[FAILURES];

static void read_content(const char *path) {
    if (content != NULL && strcmp(path, file) == 0) {
        return;
    }
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) {
        give_up(path);
    }
    free(content);
    content_bytes = (size_t)status.st_size;
    content = allocate(1, content_bytes + 1);
    for (size_t got = 0; got < content_bytes;) {
        ssize_t n = read(fd, content + got, content_bytes - got);
        if (n <= 0) {
            give_up(path);
        }
        got += (size_t)n;
    }
    close(fd);
    snprintf(file, sizeof file, "%s", path);
}

static void prepare(struct client *client, int index, const char *path, int port) {
    client->index = index;
    client->fd = -1;
    client->completed = 0;
    int bytes = snprintf(client->request, MAX_REQUEST,
                         "GET %s%creceiver=DEVICE-%04d HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: */*\r\n\r\n", path,
                         strchr(path, '?') == NULL ? '?' : '&', index, port);
    client->request_bytes = (size_t)bytes;
}

static void finish(struct client *client) {
    if (client->fd >= 0) {
        close(client->fd);
        client->fd = -1;
    }
    busy--;
}

static void fail(struct client *client, enum failure kind) {
    failures[kind]++;
    finish(client);
}

static enum failure kind_of_error(void) {
    return errno == ECONNRESET || errno == EPIPE ? RESET : REFUSED;
}

static void await(struct client *client, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = client};
    if (epoll_ctl(poll_fd, operation, client->fd, &event) != 0) {
        give_up("epoll_ctl");
    }
}

/* Mostly the connection is there at once, since it is loopback; else it is tried again when the socket is writable. */
static void ask(struct client *client) {
    ssize_t n = send(client->fd, client->request + client->request_sent, client->request_bytes - client->request_sent,
                     MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN && errno != EINTR && errno != ENOTCONN) {
        fail(client, kind_of_error());
        return;
    }
    client->request_sent += n > 0 ? (size_t)n : 0;
    bool needs_room = client->request_sent < client->request_bytes;
    if (needs_room != client->awaits_room) {
        client->awaits_room = needs_room;
        await(client, EPOLLIN | (needs_room ? EPOLLOUT : 0), EPOLL_CTL_MOD);
    }
}

/* Its latency counts from that time, which may be over. */
static void begin(struct client *client, int64_t begun_ns) {
    busy++;
    client->request_sent = client->head_bytes = client->body_read = 0;
    client->has_head = client->awaits_room = false;
    client->compares = begun++ % COMPARED == 0;
    client->begun_ns = begun_ns;
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    struct sockaddr_in own = device_address(client->index, 0);
    if (client->fd < 0 || setsockopt(client->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0 ||
        bind(client->fd, (struct sockaddr *)&own, sizeof own) != 0) {
        give_up("socket");
    }
    if (connect(client->fd, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS) {
        fail(client, REFUSED);
        return;
    }
    await(client, EPOLLIN, EPOLL_CTL_ADD);
    ask(client);
}

static void rest(struct client *client) {
    idle[(idle_first + idle_count++) % client_count] = client;
}

static struct client *next_idle(void) {
    struct client *client = idle[idle_first];
    idle_first = (idle_first + 1) % client_count;
    idle_count--;
    return client;
}

static int64_t due_ns(void) {
    return start_ns + begun * 1000000000LL / due_per_s;
}

static bool may_begin(void) {
    return begun < due_count && idle_count > 0;
}

/* Begins those that are due, and is woken when the next one is, if a client is free for it. */
static void begin_due(void) {
    static int64_t woken_at_ns;
    while (may_begin() && due_ns() <= now_ns()) {
        int64_t at_ns = due_ns();
        begin(next_idle(), at_ns);
    }
    if (may_begin() && due_ns() != woken_at_ns) {
        woken_at_ns = due_ns();
        wake_at(timer, woken_at_ns);
    }
}

static void note_answer(int64_t begun_ns, int64_t ended_ns) {
    if (answer_count == answer_room) {
        answer_room = answer_room == 0 ? 65536 : 2 * answer_room;
        answers = realloc(answers, (size_t)answer_room * sizeof *answers);
        if (answers == NULL) {
            give_up("realloc");
        }
    }
    answers[answer_count].begun_ns = begun_ns;
    answers[answer_count++].ended_ns = ended_ns;
}

static void write_late(void) {
    int64_t least_ns = (int64_t)histogram_quantile(&latencies, 0.99);
    FILE *out = fopen(late_file, "w");
    if (out == NULL) {
        give_up(late_file);
    }
    for (int64_t i = 0; i < answer_count; i++) {
        if (answers[i].ended_ns - answers[i].begun_ns >= least_ns) {
            fprintf(out, "%lld %lld\n", (long long)answers[i].begun_ns, (long long)answers[i].ended_ns);
        }
    }
    bool failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed) {
        give_up(late_file);
    }
}

static void complete(struct client *client) {
    int64_t now = progress_ns = now_ns();
    if (late_file != NULL) {
        note_answer(client->begun_ns, now);
    }
    histogram_add(&latencies, (uint64_t)(now - client->begun_ns));
    completed++;
    client->completed++;
    compared += client->compares;
    finish(client);
    if (due_count > 0) {
        rest(client);
    } else if (now < deadline_ns) {
        begin(client, now_ns());
    }
}

/* What is in it of the body; NULL if there is none yet, or if it was none that was wanted. */
static const char *take_head(struct client *client, const char *data, size_t *bytes) {
    size_t taken = MAX_HEAD - 1 - client->head_bytes < *bytes ? MAX_HEAD - 1 - client->head_bytes : *bytes;
    size_t before = client->head_bytes;
    memcpy(client->head + before, data, taken);
    client->head_bytes += taken;
    client->head[client->head_bytes] = '\0';
    const char *end = strstr(client->head, "\r\n\r\n");
    if (end == NULL) {
        if (client->head_bytes == MAX_HEAD - 1) {
            fail(client, LENGTH);
        }
        return NULL;
    }
    if (strncmp(client->head, "HTTP/1.1 200 ", 13) != 0) {
        fail(client, STATUS);
        return NULL;
    }
    const char *length = strcasestr(client->head, "\r\ncontent-length:");
    if (length == NULL || length > end || strtoull(length + 17, NULL, 10) != content_bytes) {
        fail(client, LENGTH);
        return NULL;
    }
    client->has_head = true;
    size_t in_data = (size_t)(end + 4 - client->head) - before;
    *bytes -= in_data;
    return data + in_data;
}

static void take_body(struct client *client, const char *data, size_t bytes) {
    if (client->body_read + bytes > content_bytes) {
        fail(client, LENGTH);
        return;
    }
    if (client->compares && memcmp(data, content + client->body_read, bytes) != 0) {
        fail(client, DIFFERENT);
        return;
    }
    client->body_read += bytes;
    if (client->body_read == content_bytes) {
        complete(client);
    }
}

/* Of what is only counted there is one byte more than wanted, so that too many are noticed. */
static ssize_t receive(struct client *client, char *buffer) {
    if (!client->has_head) {
        return recv(client->fd, buffer, FIRST, 0);
    }
    return client->compares ? recv(client->fd, buffer, CHUNK, 0)
                            : recv(client->fd, NULL, content_bytes - client->body_read + 1, MSG_TRUNC);
}

static void answer(struct client *client) {
    static char buffer[CHUNK];
    ssize_t n = receive(client, buffer);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (n <= 0) {
        fail(client, n == 0 ? SHORT : kind_of_error());
        return;
    }
    bytes_read += n;
    const char *data = buffer;
    size_t bytes = (size_t)n;
    if (!client->has_head) {
        data = take_head(client, data, &bytes);
    }
    if (data != NULL) {
        take_body(client, data, bytes);
    }
}

static void pass(void) {
    struct epoll_event events[MAX_EVENTS];
    int n = wait_for(poll_fd, events, MAX_EVENTS, 1000);
    int64_t now = now_ns();
    for (int i = 0; i < n; i++) {
        struct client *client = events[i].data.ptr;
        if (client == NULL) {
            read_timer(timer);
            continue;
        }
        progress_ns = now;
        if (client->request_sent < client->request_bytes) {
            ask(client);
        } else {
            answer(client);
        }
    }
}

/* Nothing more is begun. */
static void give_up_waiting(void) {
    idle_count = 0;
    for (int i = 0; i < client_count; i++) {
        if (clients[i].fd >= 0) {
            fail(&clients[i], STALLED);
        }
    }
}

static void run(int port, int count, int ms, const char *path) {
    server = loopback_port((in_port_t)port);
    histogram_clear(&latencies);
    begun = completed = compared = bytes_read = answer_count = 0;
    memset(failures, 0, sizeof failures);
    due_count = (due_per_s * ms + 999) / 1000;
    client_count = count;
    busy = idle_first = idle_count = 0;
    for (int i = 0; i < count; i++) {
        prepare(&clients[i], i, path, port);
    }
    int64_t start_cpu_ns = processor_ns();
    start_ns = progress_ns = now_ns();
    deadline_ns = start_ns + ms * 1000000LL;
    for (int i = 0; i < count; i++) {
        if (due_count > 0) {
            rest(&clients[i]);
        } else {
            begin(&clients[i], now_ns());
        }
    }
    while (busy > 0 || may_begin()) {
        if (now_ns() - progress_ns > STALLED_NS) {
            give_up_waiting();
        } else {
            begin_due();
            pass();
        }
    }
    int64_t wall_ns = progress_ns - start_ns, cpu_ns = processor_ns() - start_cpu_ns, least = INT64_MAX, most = 0;
    for (int i = 0; i < count; i++) {
        least = clients[i].completed < least ? clients[i].completed : least;
        most = clients[i].completed > most ? clients[i].completed : most;
    }
    if (late_file != NULL) {
        write_late();
    }
    printf("%lld %lld %lld %lld %llu %llu %llu %lld %lld %lld", (long long)completed, (long long)bytes_read,
           (long long)wall_ns, (long long)cpu_ns, (unsigned long long)histogram_quantile(&latencies, 0.5),
           (unsigned long long)histogram_quantile(&latencies, 0.99), (unsigned long long)latencies.max, (long long)least,
           (long long)most, (long long)compared);
    for (int i = 0; i < FAILURES; i++) {
        printf(" %lld", (long long)failures[i]);
    }
    printf("\n");
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc > 2) {
        fprintf(stderr, "usage: download [LATE]\n");
        return 2;
    }
    late_file = argc == 2 ? argv[1] : NULL;
    allow_many_descriptors();
    poll_fd = new_poll();
    timer = new_timer(poll_fd);
    char line[4 * MAX_WORD];
    while (fgets(line, sizeof line, stdin) != NULL) {
        char port[16], count[16], ms[16], name[MAX_WORD], path[MAX_WORD], rate[16];
        int words = sscanf(line, "%15s %15s %15s %1023s %1023s %15s", port, count, ms, name, path, rate);
        if (words < 5) {
            fprintf(stderr, "not understood: %s", line);
            return 2;
        }
        due_per_s = words == 6 ? number(rate, 1, 1000000) : 0;
        read_content(name);
        run(number(port, 1, 65535), number(count, 1, MAX_DEVICES), number(ms, 1, 600000), path);
    }
    return 0;
}
