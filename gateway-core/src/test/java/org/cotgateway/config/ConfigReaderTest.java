package org.cotgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotgateway.codec.Framing;
import org.cotgateway.event.Violation;
import org.cotgateway.transport.SocketKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest extends ConfigFixture {

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "null", "{}", "\ufeff", "http:\nlisteners:\n"})
    void anEmptyFileIsAllDefaults(String text) {
        assertThat(read(text)).isEqualTo(GatewayConfig.DEFAULT);
    }

    @Test
    void settingsAreBoundToTheirRecords() {
        GatewayConfig config = read("""
                uid: 0042
                direct: "[::1]:4242"
                http: {address: localhost:8080, cacheBytes: 1GiB}
                dataDirectory: /var/lib/cotgw
                sockets: nio
                channel:
                  outbox: {maxEvents: 7, sameUidGap: 0}
                  dns: {servers: ['127.0.0.1:53'], maxTtl: 2h}
                """);

        assertThat(config.settings().uid()).isEqualTo("0042");
        assertThat(Spelling.text(config.settings().direct())).isEqualTo("[0:0:0:0:0:0:0:1]:4242");
        assertThat(config.settings().http().address().getPort()).isEqualTo(8080);
        assertThat(config.settings().http().cacheBytes()).isEqualTo(1L << 30);
        assertThat(config.settings().http().maxConnections()).isEqualTo(4096);
        assertThat(config.settings().dataDirectory()).isEqualTo(Path.of("/var/lib/cotgw"));
        assertThat(config.settings().sockets()).isEqualTo(SocketKind.NIO);
        assertThat(config.settings().channel().outbox().maxEvents()).isEqualTo(7);
        assertThat(config.settings().channel().outbox().sameUidGap()).isZero();
        assertThat(config.settings().channel().dns().servers()).hasSize(1);
        assertThat(config.settings().channel().dns().maxTtl()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void listsAreBoundToTheirRecords() {
        GatewayConfig config = read("""
                listeners:
                  - {name: sa, type: multicast, port: 6969, group: 239.2.3.1, networkInterface: eth0}
                  - {name: s, type: tls, port: 8089, framing: null, tls: {identity: a.p12, clientAuth: NONE}}
                endpoints:
                  - {name: anna, address: '192.0.2.7:4242:tcp', subscription: {types: [a-f], maxAge: 5m}}
                clients:
                  - match: {certificate: anna}
                    groups: {in: [blue], out: [blue, red]}
                    subscription: {area: {circle: {lat: -48.2, lon: 16, radiusMeters: 500}}}
                slowClient: {closeAfter: 5s}
                flowTags: false
                """);

        assertThat(config.listeners())
                .extracting(ListenerConfig::type)
                .containsExactly(ListenerType.MULTICAST, ListenerType.TLS);
        assertThat(config.listeners().get(0).networkInterface()).isEqualTo("eth0");
        assertThat(config.listeners().get(1).framing()).isEqualTo(Framing.NULL);
        TlsConfig tls = Objects.requireNonNull(config.listeners().get(1).tls());
        assertThat(tls.clientAuth()).isEqualTo(ClientAuth.NONE);
        assertThat(tls.verify()).isTrue();
        assertThat(config.endpoints().get(0).subscription().maxAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.clients().get(0).groups())
                .isEqualTo(new GroupsConfig(List.of("blue"), List.of("blue", "red")));
        assertThat(config.clients().get(0).subscription().area())
                .isEqualTo(new AreaConfig(null, new AreaConfig.Circle(-48.2, 16, 500)));
        assertThat(config.slowClient().closeAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.flowTags()).isFalse();
    }

    @Test
    void whatMeansNothingForTheTypeOfAListenerIsRefused() {
        assertThat(problems("""
                listeners:
                  - {name: a, type: direct, port: 1, proto: tak1, framing: none, maxHandshakes: 5, idleTimeout: 1m, maxConnections: 9}
                  - {name: b, type: udp, port: 2, proto: xml, framing: null, maxHandshakes: 5, idleTimeout: 1m, maxConnections: 9}
                  - {name: c, type: tcp, port: 3, proto: xml, framing: null, maxHandshakes: 5, idleTimeout: 1m, maxConnections: 9}
                """))
                .extracting(problem -> problem.field() + " " + problem.value() + " " + problem.rule())
                .containsExactly(
                        "listeners[0].proto tak1 is only for listeners of the type tcp or tls",
                        "listeners[0].framing none is only for listeners of the type tcp or tls",
                        "listeners[0].maxHandshakes 5 is only for listeners of the type tls",
                        "listeners[1].proto xml is only for listeners of the type tcp or tls",
                        "listeners[1].framing null is only for listeners of the type tcp or tls",
                        "listeners[1].maxHandshakes 5 is only for listeners of the type tls",
                        "listeners[1].idleTimeout null is only for listeners of the type tcp, tls or direct",
                        "listeners[1].maxConnections 9 is only for listeners of the type tcp, tls or direct",
                        "listeners[2].maxHandshakes 5 is only for listeners of the type tls");
    }

    @Test
    void whatMeansNothingForTlsOfOneWhoIsDialledOrDialsIsRefused() {
        assertThat(problems("""
                listeners:
                  - {name: a, type: tls, port: 1, tls: {identity: a.p12, trust: t.p12, verifyHost: false, clientAuth: optional}}
                  - {name: b, type: tls, port: 2, tls: {identity: a.p12, trust: t.p12, verifyHost: true}}
                endpoints:
                  - {name: c, address: "192.0.2.1:8089:ssl", tls: {trust: t.p12, verifyHost: false, clientAuth: none}}
                  - {name: d, address: "192.0.2.1:8089:ssl", tls: {trust: t.p12, clientAuth: optional}}
                  - {name: e, address: "192.0.2.1:8089:ssl", tls: {trust: t.p12, clientAuth: required}}
                """))
                .extracting(problem -> problem.field() + " " + problem.value() + " " + problem.rule())
                .containsExactly(
                        "listeners[0].tls.verifyHost false is only for endpoints, which are dialled by their host",
                        "endpoints[0].tls.clientAuth none is only for listeners, which ask for certificates",
                        "endpoints[1].tls.clientAuth optional is only for listeners, which ask for certificates");
    }

    @Test
    void aWrittenListenerOfAnyTypeReadsBack() {
        GatewayConfig config = read("listeners: [{name: b, type: udp, port: 2}, {name: d, type: direct, port: 2}]");

        assertThat(read(ConfigWriter.yaml(config))).isEqualTo(config);
    }

    @Test
    void everyProblemIsFoundAtOnceWithItsPlace() {
        List<Violation> problems = problems("""
                callsing: X
                workers: 0
                http:
                  max-connections: 3
                  idleTimeout: 10
                  idleTimeout: 1s
                channel: [1, 2]
                listeners:
                  - {name: a, type: tpc, port: 8087}
                  - {name: a, type: tcp, port: 8087}
                  - {name: b, type: udp, port: 70000, extra: 1}
                  - nonsense
                  - {name: c, type: tcp, port: 8087}
                """);

        assertThat(problems)
                .extracting(problem -> problem.at() + " " + problem.field())
                .containsExactly(
                        "1:1 callsing",
                        "2:10 workers",
                        "4:3 http.max-connections",
                        "5:16 http.idleTimeout",
                        "6:3 http.idleTimeout",
                        "7:10 channel",
                        "9:21 listeners[0].type",
                        "10:12 listeners[1].name",
                        "10:32 listeners[1].port",
                        "11:32 listeners[2].port",
                        "11:39 listeners[2].extra",
                        "12:5 listeners[3]",
                        "13:32 listeners[4].port");
        assertThat(problems.get(0).rule()).startsWith("is unknown; did you mean callsign? allowed are uid, callsign, ");
        assertThat(problems.get(1).rule()).isEqualTo("must be a whole number from 1 to 1024");
        assertThat(problems.get(2).rule()).contains("did you mean maxConnections?");
        assertThat(problems.get(3).value()).isEqualTo("10");
        assertThat(problems.get(4).rule()).isEqualTo("is given twice; it stands in line 5 too");
        assertThat(problems.get(6).rule()).isEqualTo("must be one of tcp, tls, udp, multicast, direct");
        assertThat(problems.get(8).rule()).isEqualTo("is the port of listeners[0].port already");
    }

    @Test
    void aKeyThatIsCutShortIsKnownAgain() {
        assertThat(problems("listen: [{name: a, type: tcp, port: 1}]").get(0).rule())
                .contains("did you mean listeners?");
        assertThat(problems("li: []").get(0).rule()).doesNotContain("did you mean");
    }

    @Test
    void whatIsSaidOfSubscriptionsIsTrueOfThem() {
        String subscription = "clients: [{match: {address: 10.0.0.1}, subscription: {";
        assertThat(problems(subscription + "types: [zz]}}]").get(0).rule())
                .startsWith("must be a type or its beginning, such as a-f:")
                .doesNotContain("*");
        assertThat(problems(subscription + "types: [a-*-S]}}]").get(0).rule()).startsWith("must have no *");
        assertThat(problems(subscription + "area: {box: {south: 49, west: 16, north: 48, east: 17}}}}]")
                        .get(0)
                        .rule())
                .isEqualTo("must be at most the box's north, which is 48.0");
        assertThat(problems(subscription + "area: {box: {south: 1, west: 2, east: 3}}}}]"))
                .as("the north is missing")
                .extracting(Violation::field)
                .containsExactly("clients[0].subscription.area.box.north");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            workers: 1.5                                                    | workers
            workers: [1]                                                    | workers
            workers: 99999999999999999999                                   | workers
            workers:                                                        | workers
            flowTags: yes                                                   | flowTags
            storeBytes: -1                                                  | storeBytes
            storeBytes: 99999999TiB                                         | storeBytes
            callsign: ''                                                    | callsign
            direct: example.org:80                                          | direct
            advertise: 'a b'                                                | advertise
            http: {hosts: ['gw:8080']}                                      | http.hosts[0]
            http: {operators: [10.1.0.0/33]}                                | http.operators[0]
            dataDirectory: "\\0"                                            | dataDirectory
            push: {contactRefresh: 0}                                       | push.contactRefresh
            channel: {outbox: {maxBytes: 1KiB}}                             | channel.outbox.maxBytes
            channel: {direct: {firstRetry: 1h}}                             | channel.direct.firstRetry
            listeners: {}                                                   | listeners
            listeners: [{name: a, type: tcp}]                               | listeners[0].port
            listeners: [{name: a, type: tls, port: 1}]                      | listeners[0].tls.identity
            listeners: [{name: a, type: multicast, port: 1}]                | listeners[0].group
            listeners: [{name: a, type: multicast, port: 1, group: 1.2.3.4}] | listeners[0].group
            listeners: [{name: a, type: udp, port: 1, group: 239.2.3.1}]    | listeners[0].group
            endpoints: [{name: a, address: 'x:4242'}]                       | endpoints[0].address
            clients: [{groups: {in: [a]}}]                                  | clients[0].match
            clients: [{match: {}}]                                          | clients[0].match
            clients: [{match: {user: a}}]                                   | clients[0].match.password
            clients: [{match: {address: 10.0.0.0/33}}]                      | clients[0].match.address
            {flowTags: false, clients: [{match: {address: 10.0.0.1}, server: true}]} | clients[0].server
            clients: [{match: {address: 10.0.0.1}, subscription: {area: {}}}] | clients[0].subscription.area
            clients: [{match: {address: 10.0.0.1}, subscription: {types: ['a-*']}}] | clients[0].subscription.types[0]
            """)
    void whatIsWrongIsNamedByItsPath(String text, String path) {
        assertThat(problems(text)).extracting(Violation::field).contains(path);
    }

    @Test
    void constructorsThatRefuseAreProblemsToo() {
        List<Violation> problems = problems("channel:\n  stream: {lowWaterBytes: 2MiB}\nworkers: 0");

        assertThat(problems).extracting(Violation::field).containsExactly("channel.stream", "workers");
        assertThat(problems.get(0).rule()).contains("highWaterBytes");
        assertThat(problems.get(0).at()).hasToString("2:11");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'uid: b: c'                               | 1 | is not YAML
            'http: {address'                          | 1 | is not YAML
            'a: "never ended'                         | 1 | is not YAML
            'http: &x {}'                             | 1 | anchors (&) are not taken
            'http: *x'                                | 1 | aliases (*) are not taken
            'http: !!java.net.URL [x]'                | 1 | tags (!) are not taken
            'http: !x!y z'                            | 1 | tags (!) are not taken
            '? [a, b]\\n: 1'                          | 1 | a key must be a name
            'workers: 3\\n---\\nworkers: 4'           | 2 | must be one document
            'http:\\n\\taddress: x'                   | 2 | a tab must not be used
            'uid: a\\u0000b'                          | 1 | U+0000
            '- a'                                     | 1 | must be keys with values
            'word'                                    | 1 | must be keys with values
            """)
    void textsThatAreNoConfigurationAreRefused(String text, int line, String rule) {
        List<Violation> problems =
                problems(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0000", "\0"));

        assertThat(problems.get(0).field()).isEqualTo("file");
        assertThat(problems.get(0).rule()).contains(rule);
        assertThat(Objects.requireNonNull(problems.get(0).at()).line()).isEqualTo(line);
    }

    @Test
    void bombsAreSmall() {
        StringBuilder aliases = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            aliases.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(problems(aliases.toString())).hasSizeGreaterThan(100);
        assertThat(problems("[".repeat(100_000)))
                .extracting(Violation::rule)
                .containsExactly("is nested more than 32 deep");
        assertThat(problems("{a: ".repeat(100_000)))
                .extracting(Violation::rule)
                .containsExactly("is nested more than 32 deep");
        assertThat(problems("x: 1\n".repeat(100_000))).hasSize(Problems.MOST + 1);
    }

    @Test
    void filesThatAreNoTextAreRefused() throws IOException {
        Path huge = directory.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, 0});

        assertThat(reader.read(huge).problems().get(0).rule()).startsWith("has more than 1048576 bytes");
        assertThat(reader.read(binary).problems().get(0).rule()).isEqualTo("is not text in UTF-8");
    }

    @Test
    void whatIsCompleteBeforeTheTextCeasesToBeYamlIsLookedAt() {
        ConfigReading reading = reader.read("""
                workers: 0
                listeners:
                  - {name: a, type: tcp, port: 1}
                  - {name: b, type: tcp, port: "2}
                """, null);

        assertThat(reading.config()).isNull();
        assertThat(reading.problems()).extracting(Violation::field).containsExactly("workers", "file");
        assertThat(Objects.requireNonNull(reading.draft()).listeners())
                .extracting(ListenerConfig::name)
                .containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopTimeout: 7 s\nstoreBytes: 3 MiB", "stopTimeout: 7s\nstoreBytes: 3MiB"})
    void aBlankMayStandBeforeAnyUnit(String text) {
        GatewayConfig config = read(text);

        assertThat(config.stopTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.settings().storeBytes()).isEqualTo(3 << 20);
    }

    @Test
    void everyDurationMustBePositiveUnlessItsRangeBeginsAtZero() {
        Map<String, Leaf> durations = new LinkedHashMap<>();
        durations("", Schema.file(), durations);

        assertThat(durations).hasSizeGreaterThan(30).containsKeys("channel.stream.messageTimeout", "stopTimeout");
        durations.forEach((path, leaf) -> {
            List<String> wrong = new ArrayList<>(List.of("-1s", "-1", "-0.5s", "1.5s", "0x1s", "366d"));
            assertThat(leaf.range().least()).as(path).isBetween(0.0, 1.0);
            if (leaf.range().least() > 0) {
                wrong.addAll(List.of("0", "0s", "0ms"));
            }
            for (String value : wrong) {
                assertThat(problems(yaml(path, value)))
                        .as("%s: %s", path, value)
                        .anySatisfy(problem -> {
                            assertThat(problem.field()).isEqualTo(path);
                            assertThat(problem.value()).isEqualTo(value);
                            assertThat(problem.rule())
                                    .startsWith("must be a duration such as 250ms, 30s, 5m, 2h or 1d, from ");
                        });
            }
        });
    }

    private static void durations(String path, Shape shape, Map<String, Leaf> into) {
        if (shape instanceof Leaf leaf && leaf.type() == Duration.class) {
            into.put(path, leaf);
        } else if (shape instanceof Shape.Items items) {
            durations(path + "[0]", items.item(), into);
        } else if (shape instanceof Shape.Section section) {
            section.keys()
                    .forEach((name, key) -> durations(path.isEmpty() ? name : path + "." + name, key.shape(), into));
        }
    }

    /** A file with that one value. */
    private static String yaml(String path, String value) {
        String text = value;
        String[] names = path.split("\\.", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            boolean inList = names[i].endsWith("[0]");
            String name = inList ? names[i].substring(0, names[i].length() - 3) : names[i];
            text = "{" + name + ": " + (inList ? "[" + text + "]" : text) + "}";
        }
        return text;
    }
}
