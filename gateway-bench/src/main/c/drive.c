/*
 * Licensed under the Apache License, Version 2.0; see LICENSE at the top of the project.
 *
 * The publishers and the receivers of the relay load run in one process, so that it knows when all have got an event.
 *
 *   drive PORT RECEIVERS [OPTION ...]
 *
 *   --publishers N       so many, in turns (1); what comes back to one of the others' is not looked at
 *   --uids N             of so many units (10000) each publisher speaks for its share
 *   --window EVENTS      how far ahead of the slowest receiver publishers may be when they go flat out (5000)
 *   --endpoint TEXT      the endpoint that a position's contact has, none unless told; whoever connects is shown such contacts,
 *                        and told when they leave: the first command waits until nothing of that has come for a second
 *   --events KIND,...    what they send, in turns, 64 at most: position, track, marker, chat or drawing, and if the kind is
 *                        followed by :BYTES, with remarks, which a track has none of, that make it at least so long; a
 *                        position of 542 bytes or what the endpoint makes of it unless told
 *   --tak                publishers and receivers speak TAK Protocol, of positions alone
 *   --websocket PORT     receivers are WebSocket clients, at that port
 *   --format NAME        and in that format: json (unless told), geojson or xml
 *   --stopped N          further clients that never read
 *   --slow N             further clients, of which each reads --slow-bytes B a second (10000)
 *   --churn N            further clients, of which --churn-percent P (10) a second close their connection and make it anew
 *
 * Opens the connections of those others, then those that receive, then the publishers', and prints the bytes of an event.
 * Then, for each line on stdin:
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
 *   sent received least most disordered echoed wallNs cpuNs p50 p90 p99 p999 p9999 max
 *     lastP50 lastP90 lastP99 lastP999 lastP9999 lastMax reconnected
 *
 * received is the sum over all receivers, least and most are the receivers with the fewest and the most; disordered counts
 * those that did not follow their predecessor (chat, which may overtake what is not, that of its own), echoed those that came
 * back to their publisher; then how long it took, the processor time of this process, the latency in nanoseconds from sending
 * to reading, and of paced events that until the last receiver has read it; then how often clients came back that come and go.
 * Only events of this process count, whatever else the relay sends. Gives up waiting 10 s after the last thing that happened,
 * and answers then.
 */
#define _GNU_SOURCE
#include "crowd.h"
#include "event.h"
#include "receipts.h"
#include "stream.h"
#include "tak.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>

enum { CHUNK = 262144, OUT_BYTES = 65536, MAX_EVENTS = 512, MAX_PUBLISHERS = 64, MAX_WRITERS = 64 };
/* Without progress for so long, or after so long whatever happens, a command ends with what there is. */
static const int64_t STALLED_NS = 10000000000LL, TOO_LONG_NS = 120000000000LL;
static const int64_t QUIET_NS = 1000000000LL;

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
    /* Of each publisher, of what is urgent and what is not. */
    uint64_t next_numbers[MAX_PUBLISHERS][2];
    /* How far apart the last two marks were; at first, as far as the publisher's are. */
    size_t apart;
    /* The end of what was read, which may be the beginning of a mark. */
    size_t kept;
    char keep[MAX_MARKED_BYTES];
};

struct publisher {
    struct connection connection;
    char out[OUT_BYTES];
    size_t out_start, out_end;
    bool waits_for_room, pinged, ponged;
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
};

static struct connection connections[MAX_DEVICES];
static struct publisher publishers[MAX_PUBLISHERS];
static struct crowd crowd = {.slow_bytes = 10000};
static int receivers, publisher_count = 1;
static int window = 5000;
static int poll_fd, timer;
static struct event_writer writers[MAX_WRITERS];
static int writer_count = 1;
/* Whether positions have an endpoint: then what has come may be shown to a newcomer once more, which is not counted. */
static bool contacts;
/* Whether they write anything that may overtake the rest; else which one wrote an event need not be asked. */
static bool some_urgent;
static struct tak_writer tak_writer;
static bool tak;
static struct mark xml_mark, json_mark;
static struct receipts receipts;
static struct run run;
/* The number of the next event, over all commands. */
static uint64_t next_number;

static in_port_t relay_port;

static const char PING[] = "<event version=\"2.0\" uid=\"drive-ping\" type=\"t-x-c-t\" how=\"m-g\" time=\"%s\" start=\"%s\""
                           " stale=\"%s\"><point lat=\"0\" lon=\"0\" hae=\"0\" ce=\"9999999\" le=\"9999999\"/><detail/></event>";

/* The mark in JSON ends like the one in XML, and is made as long by what stands before it. */
static void init_marks(void) {
    memcpy(xml_mark.text, writers[0].mark, MARK_BYTES);
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

static int dial(in_port_t port, int receive_buffer, const char *websocket_format, bool agree_on_tak) {
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
    if (agree_on_tak) {
        tak_agree(fd);
    }
    if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        give_up("O_NONBLOCK");
    }
    return fd;
}

static int dial_plainly(int receive_buffer) {
    return dial(relay_port, receive_buffer, NULL, false);
}

/* ---- receiving ---- */

/* NULL for a receiver. */
static struct publisher *as_publisher(struct connection *connection) {
    struct publisher *publisher = (struct publisher *)(void *)connection;
    return publisher >= publishers && publisher < publishers + publisher_count ? publisher : NULL;
}

static struct event_writer *writer_of(uint64_t number) {
    return &writers[number % (uint64_t)writer_count];
}

static bool is_urgent(uint64_t number) {
    return some_urgent && writer_of(number)->kind->urgent;
}

/* The publisher's first event from that number on which is as urgent; whatever comes after a whole turn if there is none. */
static uint64_t same_urgency(uint64_t number, bool urgent) {
    for (int i = 0; i < writer_count && is_urgent(number) != urgent; i++) {
        number += (uint64_t)publisher_count;
    }
    return number;
}

static void count(struct connection *connection, const char *mark, int64_t read_ns) {
    uint64_t number = digits(mark + MARK_BYTES, NUMBER_CHARS);
    int64_t sent_ns = (int64_t)digits(mark + MARK_BYTES + connection->mark->number_to_time, NS_CHARS);
    uint64_t publisher = number % (uint64_t)publisher_count;
    struct publisher *reader = as_publisher(connection);
    if (reader != NULL) {
        connection->received += reader == &publishers[publisher];
        return;
    }
    bool urgent = is_urgent(number);
    uint64_t *next = &connection->next_numbers[publisher][urgent];
    if (contacts && number < *next && run.mode != COPIES) {
        return;
    }
    connection->received++;
    run.received++;
    run.disordered += number != *next && run.mode != COPIES;
    *next = same_urgency(number + (uint64_t)publisher_count, urgent);
    if (run.mode == PACED) {
        receipts_add(&receipts, number, sent_ns, read_ns, receivers);
    } else {
        histogram_add(&receipts.each, lateness(sent_ns, read_ns));
    }
}

static bool is_mark(const struct connection *connection, const char *at, const char *end) {
    return at + MARK_BYTES + NUMBER_CHARS <= end && memcmp(at, connection->mark->text, MARK_BYTES) == 0;
}

/*
 * The mark after that one, if it is where it should be and need not be searched for: events that are all alike are as far from
 * each other as those before, others as far as the next in turn is long if the relay left it as it was.
 */
static const char *next_mark(const struct connection *connection, const char *mark, const char *end) {
    if (writer_count == 1) {
        const char *at = mark + connection->apart;
        return is_mark(connection, at, end) ? at : NULL;
    }
    uint64_t number = digits(mark + MARK_BYTES, NUMBER_CHARS) + 1;
    const char *at = mark + writer_of(number)->bytes;
    /* Two shorter ones may be as long together. */
    return is_mark(connection, at, end) && digits(at + MARK_BYTES, NUMBER_CHARS) == number ? at : NULL;
}

/* Counts the events in it whose mark is there whole, and says where what must be kept begins. */
static const char *count_all(struct connection *connection, const char *data, const char *end, int64_t read_ns) {
    const size_t marked_bytes = MARK_BYTES + connection->mark->number_to_time + NS_CHARS;
    const char *last = NULL;
    for (;;) {
        const char *mark = last == NULL ? NULL : next_mark(connection, last, end);
        if (mark == NULL) {
            mark = memmem(data, (size_t)(end - data), connection->mark->text, MARK_BYTES);
        }
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
                as_publisher(connection) != NULL ? "a publisher's" : "a receiver's", n == 0 ? "FIN" : strerror(errno));
        exit(1);
    }
    run.progress_ns = now_ns();
    const char *end = buffer + connection->kept + n;
    struct publisher *reader = as_publisher(connection);
    if (reader != NULL && memmem(buffer, (size_t)(end - buffer), PONG, sizeof PONG - 1) != NULL) {
        reader->ponged = true;
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

static void write_ping(struct publisher *publisher) {
    const struct event_writer *writer = &writers[0];
    char time[TIME_CHARS + 1] = "";
    memcpy(time, writer->event + writer->times[0], TIME_CHARS);
    char stale[TIME_CHARS + 1] = "";
    memcpy(stale, writer->event + writer->stale, TIME_CHARS);
    publisher->out_end += (size_t)snprintf(publisher->out + publisher->out_end, OUT_BYTES - publisher->out_end, PING, time,
                                           time, stale);
    publisher->pinged = true;
}

static struct publisher *next_publisher(void) {
    return &publishers[next_number % (uint64_t)publisher_count];
}

static size_t next_bytes(void) {
    return tak ? tak_writer.bytes : writer_of(next_number)->bytes;
}

/* One buffer of events at most, so that the receivers get their turn. */
static bool has_room(const struct publisher *publisher) {
    return publisher->out_start == 0 && OUT_BYTES - publisher->out_end >= next_bytes();
}

static void write_next(struct publisher *publisher) {
    char *to = publisher->out + publisher->out_end;
    int64_t sent_ns = run.mode == PACED ? due_ns() : now_ns();
    publisher->out_end += next_bytes();
    if (tak) {
        tak_write_event(&tak_writer, &writers[0], to, next_number, sent_ns);
    } else {
        write_event(writer_of(next_number), to, next_number, sent_ns);
    }
    next_number++;
    run.sent++;
}

static void fill(void) {
    int64_t allowed = allowance();
    while (allowed-- > 0 && has_room(next_publisher())) {
        write_next(next_publisher());
    }
    for (int i = 0; run.mode == INTAKE && run.sent == run.events && i < publisher_count; i++) {
        if (!publishers[i].pinged && publishers[i].out_end == 0) {
            write_ping(&publishers[i]);
        }
    }
}

static void await_room(struct publisher *publisher, bool needed) {
    if (publisher->waits_for_room != needed) {
        publisher->waits_for_room = needed;
        struct epoll_event event = {.events = EPOLLIN | (needed ? EPOLLOUT : 0), .data.ptr = publisher};
        if (epoll_ctl(poll_fd, EPOLL_CTL_MOD, publisher->connection.fd, &event) != 0) {
            give_up("epoll_ctl");
        }
    }
}

/* True if the socket took all that there was. */
static bool flush(struct publisher *publisher) {
    while (publisher->out_start < publisher->out_end) {
        ssize_t n = send(publisher->connection.fd, publisher->out + publisher->out_start,
                         publisher->out_end - publisher->out_start, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) {
            return false;
        }
        if (n < 0 && errno != EINTR) {
            give_up("send");
        }
        if (n > 0) {
            publisher->out_start += (size_t)n;
            run.progress_ns = now_ns();
        }
    }
    publisher->out_start = publisher->out_end = 0;
    return true;
}

static void publish(void) {
    fill();
    for (int i = 0; i < publisher_count; i++) {
        await_room(&publishers[i], !flush(&publishers[i]));
    }
    if (run.mode == PACED && run.sent < run.events) {
        wake_at(timer, due_ns());
    }
}

/* ---- commands ---- */

/* Whether all that was sent has left, and every ping been answered. */
static bool all_out(void) {
    for (int i = 0; i < publisher_count; i++) {
        if (publishers[i].out_end > 0 || (run.mode == INTAKE && !publishers[i].ponged)) {
            return false;
        }
    }
    return true;
}

static bool finished(void) {
    return run.sent == run.events && run.received >= run.expected * receivers && all_out();
}

/* Something is to be sent that no descriptor will announce. */
static bool has_more_to_send(void) {
    if (run.mode == PACED) {
        return false;
    }
    bool pings = false;
    for (int i = 0; run.mode == INTAKE && run.sent == run.events && i < publisher_count; i++) {
        pings |= !publishers[i].pinged && !publishers[i].waits_for_room;
    }
    return pings || (allowance() > 0 && has_room(next_publisher()) && !next_publisher()->waits_for_room);
}

static void pass(void) {
    struct epoll_event events[MAX_EVENTS];
    int n = wait_for(poll_fd, events, MAX_EVENTS, has_more_to_send() ? 0 : 1000);
    for (int i = 0; i < n; i++) {
        struct connection *connection = events[i].data.ptr;
        if (connection == NULL) {
            read_timer(timer);
        } else if (events[i].data.ptr == &crowd) {
            crowd_tick(&crowd);
        } else if ((events[i].events & ~(uint32_t)EPOLLOUT) != 0) {
            drain(connection);
        }
    }
}

static void begin(void) {
    receipts_clear(&receipts);
    for (int i = 0; i < publisher_count; i++) {
        publishers[i].connection.received = 0;
        publishers[i].pinged = publishers[i].ponged = false;
    }
    for (int i = 0; i < receivers; i++) {
        connections[i].received = 0;
        for (int p = 0; p < publisher_count; p++) {
            uint64_t number = next_number + (uint64_t)p;
            uint64_t *next = connections[i].next_numbers[number % (uint64_t)publisher_count];
            next[false] = same_urgency(number, false);
            next[true] = same_urgency(number, true);
        }
    }
    run.start_ns = run.progress_ns = now_ns();
}

static void answer(int64_t end_ns, int64_t cpu_ns) {
    int64_t least = receivers == 0 ? 0 : INT64_MAX, most = 0;
    for (int i = 0; i < receivers; i++) {
        least = connections[i].received < least ? connections[i].received : least;
        most = connections[i].received > most ? connections[i].received : most;
    }
    int64_t echoed = 0;
    for (int i = 0; i < publisher_count; i++) {
        echoed += publishers[i].connection.received;
    }
    printf("%lld %lld %lld %lld %lld %lld %lld %lld", (long long)run.sent, (long long)run.received, (long long)least,
           (long long)most, (long long)run.disordered, (long long)echoed, (long long)(end_ns - run.start_ns),
           (long long)cpu_ns);
    print_quantiles(&receipts.each);
    print_quantiles(&receipts.last);
    printf(" %lld\n", crowd.reconnected);
    crowd.reconnected = 0;
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
    if (run.mode == INTAKE && !all_out()) {
        fprintf(stderr, "drive: the relay did not answer a ping\n");
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

static void attach(struct connection *connection, const struct mark *mark, int fd) {
    connection->apart = next_bytes();
    connection->mark = mark;
    connection->fd = fd;
    watch(poll_fd, fd, EPOLLIN, (uintptr_t)connection);
}

static void connect_all(in_port_t websocket_port, const char *format, int stopped) {
    crowd.dial = dial_plainly;
    crowd.poll = poll_fd;
    crowd_begin(&crowd, stopped);
    const struct mark *mark = websocket_port != 0 && strcmp(format, "xml") != 0 ? &json_mark : &xml_mark;
    for (int i = 0; i < receivers; i++) {
        attach(&connections[i], mark,
               websocket_port == 0 ? dial(relay_port, 0, NULL, tak) : dial(websocket_port, 0, format, false));
    }
    for (int i = 0; i < publisher_count; i++) {
        attach(&publishers[i].connection, &xml_mark, dial(relay_port, 0, NULL, tak));
    }
}

/* Until what the relay tells newcomers of others has come. */
static void await_quiet(void) {
    int64_t begin_ns = run.progress_ns = now_ns();
    do {
        pass();
    } while (now_ns() - run.progress_ns < QUIET_NS && now_ns() - begin_ns < TOO_LONG_NS);
}

static void init_writers(int uids, const char *endpoint, char *wanted) {
    /* Each unit is one publisher's alone. */
    uids -= uids % publisher_count;
    writer_count = 0;
    for (char *kind = strtok(wanted, ","); kind != NULL; kind = strtok(NULL, ",")) {
        if (writer_count == MAX_WRITERS) {
            fprintf(stderr, "more than %d events in turns\n", MAX_WRITERS);
            exit(2);
        }
        char *size = strchr(kind, ':');
        if (size != NULL) {
            *size++ = '\0';
        }
        const struct event_kind *wanted_kind = event_kind(kind);
        some_urgent |= wanted_kind->urgent;
        event_writer_init(&writers[writer_count++], wanted_kind, uids, endpoint,
                          size == NULL ? 0 : (size_t)number(size, 1, MAX_EVENT - 1));
    }
    tak_writer_init(&tak_writer, &writers[0]);
    init_marks();
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"stopped", required_argument, NULL, 's'},
                                            {"window", required_argument, NULL, 'w'},
                                            {"uids", required_argument, NULL, 'u'},
                                            {"endpoint", required_argument, NULL, 'e'},
                                            {"websocket", required_argument, NULL, 'p'},
                                            {"format", required_argument, NULL, 'f'},
                                            {"publishers", required_argument, NULL, 'P'},
                                            {"events", required_argument, NULL, 'E'},
                                            {"tak", no_argument, NULL, 't'},
                                            {"slow", required_argument, NULL, 'l'},
                                            {"slow-bytes", required_argument, NULL, 'b'},
                                            {"churn", required_argument, NULL, 'c'},
                                            {"churn-percent", required_argument, NULL, 'r'},
                                            {0}};
    int stopped = 0, uids = 10000, churn_percent = 10, option;
    in_port_t websocket_port = 0;
    const char *endpoint = NULL, *format = "json";
    char position[] = "position", *events = position;
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
                contacts = true;
                break;
            case 'p':
                websocket_port = (in_port_t)number(optarg, 1, 65535);
                break;
            case 'f':
                format = optarg;
                break;
            case 'P':
                publisher_count = number(optarg, 1, MAX_PUBLISHERS);
                break;
            case 'E':
                events = optarg;
                break;
            case 't':
                tak = true;
                break;
            case 'l':
                crowd.slow = number(optarg, 0, MAX_DEVICES);
                break;
            case 'b':
                crowd.slow_bytes = number(optarg, CROWD_TICKS_PER_S, 1000000000);
                break;
            case 'c':
                crowd.churning = number(optarg, 0, MAX_DEVICES);
                break;
            case 'r':
                churn_percent = number(optarg, 1, 100);
                break;
            default:
                return 2;
        }
    }
    if (argc - optind != 2 || uids < publisher_count || strspn(events, ",") == strlen(events) ||
        (tak && strcmp(events, "position") != 0)) {
        fprintf(stderr, "usage: drive PORT RECEIVERS [OPTION ...], with no fewer units than publishers, and some event,"
                        " by TAK Protocol positions\n");
        return 2;
    }
    relay_port = (in_port_t)number(argv[optind], 1, 65535);
    receivers = number(argv[optind + 1], 0, MAX_DEVICES);
    crowd.churn_per_s = (crowd.churning * churn_percent + 99) / 100;
    allow_many_descriptors();
    setvbuf(stdout, NULL, _IOLBF, 0);
    init_writers(uids, endpoint, events);
    poll_fd = new_poll();
    timer = new_timer(poll_fd);
    connect_all(websocket_port, format, stopped);
    if (contacts) {
        await_quiet();
    }
    printf("%zu\n", next_bytes());

    char line[64];
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (!read_command(line)) {
            return 2;
        }
        if (run.mode == INTAKE && tak) {
            fprintf(stderr, "drive: there are no pings in TAK Protocol here\n");
            return 2;
        }
        execute();
    }
    return 0;
}
