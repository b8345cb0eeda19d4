/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The publisher and the receivers of the relay load run in one process, so that it knows when all have got an event.
 *
 *   drive PORT RECEIVERS [--stopped N] [--window EVENTS] [--uids N] [--endpoint TEXT] [--websocket PORT] [--format NAME]
 *
 * With --websocket those that receive do so by WebSocket, at that port and in that format (json unless told, geojson or xml).
 *
 * Opens N connections that it never reads from (0 unless told), then those that receive, then the publisher's, and prints
 * the bytes of an event. Then, for each line on stdin:
 *
 *   lockstep EVENTS       the next event goes out when all receivers have the one before
 *   flatout EVENTS        as fast as may be, but at most a window (5000) ahead of the slowest receiver; with at least twice
 *                         as many uids (10000, in rotation) no two events of one are under way together
 *   paced EVENTS RATE     so many a second, on time however late the receivers are; latency counts from when it was due
 *   intake EVENTS         as fast as may be, and a ping (t-x-c-t) at the end, whose pong says that all were taken
 *   copies COUNT          one event, of which every receiver must get COUNT copies
 *
 * and answers with one line:
 *
 *   sent received least most disordered echoed wallNs cpuNs p50 p99 p999 max lastP50 lastP99 lastP999 lastMax
 *
 * received is the sum over all receivers, least and most are the receivers with the fewest and the most; disordered counts
 * those that did not follow their predecessor, echoed those that came back to the publisher; then how long it took, the
 * processor time of this process, the latency in nanoseconds from sending to reading, and of paced events that until the
 * last receiver has read it. Only events of this process
 * count, whatever else the relay sends. Gives up waiting 10 s after the last thing that happened, and answers then.
 */
#define _GNU_SOURCE
#include "event.h"
#include "histogram.h"
#include "stream.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <sys/timerfd.h>

enum { CHUNK = 262144, OUT_BYTES = 65536, MAX_EVENTS = 512 };
/* Without progress for so long, or after so long whatever happens, a command ends with what there is. */
static const int64_t STALLED_NS = 10000000000LL, TOO_LONG_NS = 120000000000LL;

#define PONG "\"t-x-c-t-r\""

/* What tells an event, and where the time stands behind its number. */
struct mark {
    char text[MARK_BYTES + 1];
    size_t number_to_time;
};

struct connection {
    int fd;
    const struct mark *mark;
    int64_t received;
    uint64_t next_number;
    /* How far apart the last two marks were; at first, as far as the publisher's are. */
    size_t apart;
    /* The end of what was read, which may be the beginning of a mark. */
    size_t kept;
    char keep[MAX_MARKED_BYTES];
};

enum mode { LOCKSTEP, FLATOUT, PACED, INTAKE, COPIES };

struct run {
    enum mode mode;
    int64_t events;
    /* What every receiver has to get. */
    int64_t expected;
    int64_t interval_ns;
    int64_t start_ns, progress_ns;
    int64_t sent, received, disordered;
    uint64_t first_number;
    bool pinged, ponged;
};

static struct connection connections[MAX_DEVICES];
static struct connection publisher;
static int receivers;
static int window = 5000;
static int poll_fd, timer;
static struct event_writer writer;
static struct mark xml_mark, json_mark;
static struct histogram latencies, last_latencies;
/* How many receivers have each of the paced events. */
static uint16_t *holders;
static struct run run;
/* The number of the next event, over all commands. */
static uint64_t next_number;

static char out[OUT_BYTES];
static size_t out_start, out_end;
static bool waits_for_room;

static const char PING[] = "<event version=\"2.0\" uid=\"drive-ping\" type=\"t-x-c-t\" how=\"m-g\" time=\"%s\" start=\"%s\""
                           " stale=\"%s\"><point lat=\"0\" lon=\"0\" hae=\"0\" ce=\"9999999\" le=\"9999999\"/><detail/></event>";

static int64_t processor_ns(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) {
        give_up("clock_gettime");
    }
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* The mark in JSON ends like the one in XML, and is made as long by what stands before it. */
static void init_marks(void) {
    memcpy(xml_mark.text, writer.mark, MARK_BYTES);
    xml_mark.number_to_time = NUMBER_TO_TIME;
    char whole[64];
    int bytes = snprintf(whole, sizeof whole, "attributes" JSON_MARK_FORMAT, (int)getpid());
    memcpy(json_mark.text, whole + bytes - MARK_BYTES, MARK_BYTES);
    json_mark.number_to_time = JSON_NUMBER_TO_TIME;
}

/* What follows the answer is read again by those who count. */
static void open_websocket(int fd, const char *format) {
    char text[1024];
    int bytes = snprintf(text, sizeof text,
                         "GET /api/v1/stream?send=false&format=%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                         "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                         "Sec-WebSocket-Version: 13\r\n\r\n",
                         format);
    if (send(fd, text, (size_t)bytes, MSG_NOSIGNAL) != bytes) {
        give_up("the request for a WebSocket");
    }
    size_t head = 0;
    do {
        if (head == sizeof text || read(fd, text + head, 1) != 1) {
            give_up("the answer to the request for a WebSocket");
        }
        head++;
    } while (head < 4 || memcmp(text + head - 4, "\r\n\r\n", 4) != 0);
    if (memcmp(text, "HTTP/1.1 101 ", 13) != 0) {
        fprintf(stderr, "drive: no WebSocket: %.*s\n", (int)head, text);
        exit(1);
    }
}

static int dial(in_port_t port, int receive_buffer, const char *websocket_format) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        give_up("socket");
    }
    if (receive_buffer > 0 && setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer) != 0) {
        give_up("SO_RCVBUF");
    }
    struct sockaddr_in address = loopback_port(port);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        give_up("connect");
    }
    send_at_once(fd);
    if (websocket_format != NULL) {
        open_websocket(fd, websocket_format);
    }
    if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        give_up("O_NONBLOCK");
    }
    return fd;
}

/* ---- receiving ---- */

static void count(struct connection *connection, const char *mark, int64_t read_ns) {
    uint64_t number = digits(mark + MARK_BYTES, NUMBER_CHARS);
    int64_t sent_ns = (int64_t)digits(mark + MARK_BYTES + connection->mark->number_to_time, NS_CHARS);
    connection->received++;
    if (connection == &publisher) {
        return;
    }
    run.received++;
    run.disordered += number != connection->next_number && run.mode != COPIES;
    connection->next_number = number + 1;
    uint64_t latency = read_ns > sent_ns ? (uint64_t)(read_ns - sent_ns) : 0;
    histogram_add(&latencies, latency);
    uint64_t index = number - run.first_number;
    if (run.mode == PACED && index < (uint64_t)run.events && ++holders[index] == receivers) {
        histogram_add(&last_latencies, latency);
    }
}

/* Counts the events in it whose mark is there whole, and says where what must be kept begins. */
static const char *count_all(struct connection *connection, const char *data, const char *end, int64_t read_ns) {
    const size_t marked_bytes = MARK_BYTES + connection->mark->number_to_time + NS_CHARS;
    const char *expected = data, *last = NULL;
    for (;;) {
        /* Mostly the next event is as far away as the one before, and there is no need to search for it. */
        const char *mark = expected + MARK_BYTES <= end && memcmp(expected, connection->mark->text, MARK_BYTES) == 0
                               ? expected
                               : memmem(data, (size_t)(end - data), connection->mark->text, MARK_BYTES);
        if (mark == NULL) {
            return end - data < MARK_BYTES ? data : end - MARK_BYTES + 1;
        }
        if ((size_t)(end - mark) < marked_bytes) {
            return mark;
        }
        count(connection, mark, read_ns);
        if (last != NULL) {
            connection->apart = (size_t)(mark - last);
        }
        last = mark;
        data = mark + marked_bytes;
        expected = mark + connection->apart;
    }
}

static void drain(struct connection *connection) {
    static char buffer[MAX_MARKED_BYTES + CHUNK];
    memcpy(buffer, connection->keep, connection->kept);
    ssize_t n = read(connection->fd, buffer + connection->kept, CHUNK);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (n <= 0) {
        fprintf(stderr, "drive: the relay closed %s connection: %s\n",
                connection == &publisher ? "the publisher's" : "a receiver's", n == 0 ? "FIN" : strerror(errno));
        exit(1);
    }
    run.progress_ns = now_ns();
    const char *end = buffer + connection->kept + n;
    if (connection == &publisher && memmem(buffer, (size_t)(end - buffer), PONG, sizeof PONG - 1) != NULL) {
        run.ponged = true;
    }
    const char *rest = count_all(connection, buffer, end, run.progress_ns);
    connection->kept = (size_t)(end - rest);
    memcpy(connection->keep, rest, connection->kept);
}

static int64_t received_by_slowest(void) {
    int64_t least = INT64_MAX;
    for (int i = 0; i < receivers; i++) {
        least = connections[i].received < least ? connections[i].received : least;
    }
    return least;
}

/* ---- publishing ---- */

static int64_t due_ns(void) {
    return run.start_ns + run.sent * run.interval_ns;
}

/* How many events may be sent now. */
static int64_t allowance(void) {
    int64_t left = run.events - run.sent;
    int64_t allowed = left;
    if (run.mode == LOCKSTEP) {
        allowed = run.received >= run.sent * receivers ? 1 : 0;
    } else if (run.mode == FLATOUT) {
        allowed = received_by_slowest() + window - run.sent;
    } else if (run.mode == PACED) {
        allowed = now_ns() >= due_ns() ? 1 : 0;
    }
    return allowed < left ? allowed : left;
}

static void wake_when_due(void) {
    int64_t at_ns = due_ns();
    struct itimerspec at = {.it_value = {.tv_sec = at_ns / 1000000000, .tv_nsec = at_ns % 1000000000}};
    if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL) != 0) {
        give_up("timerfd_settime");
    }
}

static void write_ping(void) {
    char time[TIME_CHARS + 1] = "";
    memcpy(time, writer.event + writer.times[0], TIME_CHARS);
    char stale[TIME_CHARS + 1] = "";
    memcpy(stale, writer.event + writer.stale, TIME_CHARS);
    out_end += (size_t)snprintf(out + out_end, OUT_BYTES - out_end, PING, time, time, stale);
    run.pinged = true;
}

static void fill(void) {
    int64_t allowed = allowance();
    while (allowed-- > 0 && OUT_BYTES - out_end >= writer.bytes) {
        write_event(&writer, out + out_end, next_number++, run.mode == PACED ? due_ns() : now_ns());
        out_end += writer.bytes;
        run.sent++;
    }
    if (run.mode == INTAKE && run.sent == run.events && !run.pinged && OUT_BYTES - out_end >= MAX_EVENT) {
        write_ping();
    }
}

static void await_room(bool needed) {
    if (waits_for_room != needed) {
        waits_for_room = needed;
        struct epoll_event event = {.events = EPOLLIN | (needed ? EPOLLOUT : 0), .data.ptr = &publisher};
        if (epoll_ctl(poll_fd, EPOLL_CTL_MOD, publisher.fd, &event) != 0) {
            give_up("epoll_ctl");
        }
    }
}

/* True if the socket took all that there was. */
static bool flush(void) {
    while (out_start < out_end) {
        ssize_t n = send(publisher.fd, out + out_start, out_end - out_start, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) {
            return false;
        }
        if (n < 0 && errno != EINTR) {
            give_up("send");
        }
        if (n > 0) {
            out_start += (size_t)n;
            run.progress_ns = now_ns();
        }
    }
    out_start = out_end = 0;
    return true;
}

/* One buffer of events at most, so that the receivers get their turn. */
static void publish(void) {
    if (out_start == out_end) {
        fill();
    }
    await_room(!flush());
    if (run.mode == PACED && run.sent < run.events) {
        wake_when_due();
    }
}

/* ---- commands ---- */

static bool finished(void) {
    return run.sent == run.events && out_start == out_end && run.received >= run.expected * receivers &&
           (run.mode != INTAKE || run.ponged);
}

/* Something is to be sent that no descriptor will announce. */
static bool has_more_to_send(void) {
    return !waits_for_room && run.mode != PACED && (allowance() > 0 || (run.mode == INTAKE && !run.pinged));
}

static void pass(void) {
    struct epoll_event events[MAX_EVENTS];
    int n = wait_for(poll_fd, events, MAX_EVENTS, has_more_to_send() ? 0 : 1000);
    for (int i = 0; i < n; i++) {
        struct connection *connection = events[i].data.ptr;
        if (connection == NULL) {
            uint64_t expirations;
            if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) {
                give_up("timer");
            }
        } else if ((events[i].events & ~(uint32_t)EPOLLOUT) != 0) {
            drain(connection);
        }
    }
}

static void begin(void) {
    run.start_ns = run.progress_ns = now_ns();
    histogram_clear(&latencies);
    histogram_clear(&last_latencies);
    run.first_number = next_number;
    if (run.mode == PACED) {
        free(holders);
        holders = allocate((size_t)run.events, sizeof *holders);
    }
    publisher.received = 0;
    for (int i = 0; i < receivers; i++) {
        connections[i].received = 0;
        connections[i].next_number = next_number;
    }
}

static void print_latencies(const struct histogram *of) {
    printf(" %llu %llu %llu %llu", (unsigned long long)histogram_quantile(of, 0.5),
           (unsigned long long)histogram_quantile(of, 0.99), (unsigned long long)histogram_quantile(of, 0.999),
           (unsigned long long)of->max);
}

static void answer(int64_t end_ns, int64_t cpu_ns) {
    int64_t least = receivers == 0 ? 0 : INT64_MAX, most = 0;
    for (int i = 0; i < receivers; i++) {
        least = connections[i].received < least ? connections[i].received : least;
        most = connections[i].received > most ? connections[i].received : most;
    }
    printf("%lld %lld %lld %lld %lld %lld %lld %lld", (long long)run.sent, (long long)run.received, (long long)least,
           (long long)most, (long long)run.disordered, (long long)publisher.received, (long long)(end_ns - run.start_ns),
           (long long)cpu_ns);
    print_latencies(&latencies);
    print_latencies(&last_latencies);
    printf("\n");
}

static void execute(void) {
    begin();
    int64_t cpu_ns = processor_ns();
    publish();
    while (!finished()) {
        int64_t now = now_ns();
        if (now - run.progress_ns > STALLED_NS || now - run.start_ns > TOO_LONG_NS) {
            fprintf(stderr, "drive: gave up waiting\n");
            break;
        }
        pass();
        publish();
    }
    if (run.mode == INTAKE && !run.ponged) {
        fprintf(stderr, "drive: the relay did not answer the ping\n");
        exit(1);
    }
    answer(run.progress_ns, processor_ns() - cpu_ns);
}

static bool read_command(char *line) {
    static const char *const names[] = {"lockstep", "flatout", "paced", "intake", "copies"};
    char *name = strtok(line, " \n");
    char *events = strtok(NULL, " \n");
    char *rate = strtok(NULL, " \n");
    run = (struct run){.mode = LOCKSTEP};
    while (run.mode < COPIES && name != NULL && strcmp(name, names[run.mode]) != 0) {
        run.mode++;
    }
    if (name == NULL || strcmp(name, names[run.mode]) != 0 || events == NULL || (rate == NULL) != (run.mode != PACED)) {
        fprintf(stderr, "drive: not a command\n");
        return false;
    }
    run.events = run.expected = number(events, 1, 100000000);
    if (run.mode == COPIES) {
        run.events = 1;
    }
    if (run.mode == PACED) {
        run.interval_ns = 1000000000 / number(rate, 1, 1000000);
    }
    return true;
}

static void connect_all(in_port_t port, in_port_t websocket_port, const char *format, int stopped) {
    enum { SMALL_BUFFER = 4096 };
    for (int i = 0; i < stopped; i++) {
        dial(port, SMALL_BUFFER, NULL);
    }
    for (int i = 0; i < receivers; i++) {
        connections[i].apart = writer.bytes;
        connections[i].mark = websocket_port != 0 && strcmp(format, "xml") != 0 ? &json_mark : &xml_mark;
        connections[i].fd = websocket_port == 0 ? dial(port, 0, NULL) : dial(websocket_port, 0, format);
        watch(poll_fd, connections[i].fd, EPOLLIN, (uintptr_t)&connections[i]);
    }
    publisher.apart = writer.bytes;
    publisher.mark = &xml_mark;
    publisher.fd = dial(port, 0, NULL);
    watch(poll_fd, publisher.fd, EPOLLIN, (uintptr_t)&publisher);
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"stopped", required_argument, NULL, 's'},
                                            {"window", required_argument, NULL, 'w'},
                                            {"uids", required_argument, NULL, 'u'},
                                            {"endpoint", required_argument, NULL, 'e'},
                                            {"websocket", required_argument, NULL, 'p'},
                                            {"format", required_argument, NULL, 'f'},
                                            {0}};
    int stopped = 0, uids = 10000, option;
    in_port_t websocket_port = 0;
    const char *endpoint = NULL, *format = "json";
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
            case 's':
                stopped = number(optarg, 0, MAX_DEVICES);
                break;
            case 'w':
                window = number(optarg, 1, 1000000);
                break;
            case 'u':
                uids = number(optarg, 1, 10000);
                break;
            case 'e':
                endpoint = optarg;
                break;
            case 'p':
                websocket_port = (in_port_t)number(optarg, 1, 65535);
                break;
            case 'f':
                format = optarg;
                break;
            default:
                return 2;
        }
    }
    if (argc - optind != 2) {
        fprintf(stderr, "usage: drive PORT RECEIVERS [--stopped N] [--window EVENTS] [--uids N] [--endpoint TEXT]"
                        " [--websocket PORT] [--format NAME]\n");
        return 2;
    }
    in_port_t port = (in_port_t)number(argv[optind], 1, 65535);
    receivers = number(argv[optind + 1], 0, MAX_DEVICES);
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);
    event_writer_init(&writer, uids, endpoint);
    init_marks();
    poll_fd = new_poll();
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer < 0) {
        give_up("timerfd_create");
    }
    watch(poll_fd, timer, EPOLLIN, 0);
    connect_all(port, websocket_port, format, stopped);
    printf("%zu\n", writer.bytes);

    char line[64];
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (!read_command(line)) {
            return 2;
        }
        execute();
    }
    return 0;
}
