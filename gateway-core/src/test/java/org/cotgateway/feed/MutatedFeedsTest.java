package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.cotgateway.event.EventRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever bytes a feed brings: nothing is thrown, every row is counted once, and every event keeps the rules. */
class MutatedFeedsTest {

    private static final int RUNS = 1_500;
    private static final String CSV =
            "id,lat,lon,alt,at\r\n1,48.1,16.1,100,2026-11-21T11:59:00Z\r\n\"2\",-48.2,\"16,2\",,\r\n";
    private static final String JSON = """
            {"id":"1","lat":48.1,"lon":16.1,"alt":100,"at":"2026-11-21T11:59:00Z","x":[{"y":null}]}
            {"id":"2\\u00e9","lat":-48.1,"lon":-16.1e0,"alt":-1,"at":"2026-11-21T11:59:00.123+01:00"}
            """;

    private static FeedSettings feed(FeedFormat format) {
        if (!format.isMapped()) {
            return FeedRun.builtIn(format);
        }
        return Mapping.usual()
                .with("altitude", "alt")
                .with("altitudeAbove", HeightDatum.MSL)
                .with("time", "at")
                .with("callsign", "{id} {alt}")
                .feed(format);
    }

    private static byte[] sample(FeedFormat format) throws IOException {
        return switch (format) {
            case CSV -> CSV.getBytes(StandardCharsets.UTF_8);
            case JSON, NDJSON -> JSON.getBytes(StandardCharsets.UTF_8);
            case READSB -> FeedRun.sample("aircraft.json");
            case SBS -> FeedRun.sample("basestation.sbs");
            case AIS -> FeedRun.sample("ais.nmea");
        };
    }

    @ParameterizedTest
    @EnumSource(FeedFormat.class)
    void nothingThatIsChangedDoesHarm(FeedFormat format) throws IOException {
        byte[] sample = sample(format);
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            FeedRun run = new FeedRun(feed(format));
            try {
                run.take(mutated(sample, random), 1 + random.nextInt(200));
            } catch (RuntimeException | Error bug) {
                throw new AssertionError("seed " + seed, bug);
            }
            FeedCounts counts = run.counts();
            assertThat(counts.out() + counts.ignored() + counts.rejectedInAll())
                    .as("seed %d", seed)
                    .isEqualTo(counts.in());
            assertThat(run.events)
                    .as("seed %d", seed)
                    .allSatisfy(event -> assertThat(EventRules.check(event)).isEmpty());
        }
    }

    private static byte[] mutated(byte[] sample, Random random) {
        byte[] bytes = sample.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) ",\"\n\r{}[]:0-.!*$\\".charAt(random.nextInt(16));
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
                    System.arraycopy(sample, from, bytes, at, length);
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
                    }
                }
            }
        }
        return bytes;
    }
}
