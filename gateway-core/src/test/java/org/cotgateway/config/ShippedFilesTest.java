package org.cotgateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cotgateway.config.Shape.Items;
import org.cotgateway.config.Shape.Key;
import org.cotgateway.config.Shape.Section;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in config/ say what the code says. */
class ShippedFilesTest {

    private static final Path CONFIG = Path.of("../config");
    private static final String OWN_KEYS = "## Listeners, endpoints and clients";

    private final ConfigReader reader = new ConfigReader(name -> null);

    @ParameterizedTest
    @ValueSource(strings = {"cotgw.yaml", "operator.yaml", "partner.yaml", "bench.yaml"})
    void everyShippedFileIsFineAndReadsBackFromWhatIsShown(String name) throws IOException {
        GatewayConfig config = read(Files.readString(CONFIG.resolve(name)));

        assertThat(read(ConfigWriter.yaml(config))).isEqualTo(config);
    }

    @Test
    void theDefaultFileGivesEverySettingItsDefault() throws IOException {
        YamlNode root =
                YamlText.read(Files.readString(CONFIG.resolve("cotgw.yaml"))).root();

        assertThat(keys("", Objects.requireNonNull(root))).containsExactlyInAnyOrderElementsOf(keys("", Schema.file()));
        assertThat(read(Files.readString(CONFIG.resolve("cotgw.yaml")))).isEqualTo(GatewayConfig.DEFAULT);
    }

    @Test
    void theEntriesInItsCommentsAreFineAndGiveEveryKey() throws IOException {
        String text = Files.readString(CONFIG.resolve("cotgw.yaml"));
        String entries = text.substring(text.indexOf("# Where clients and senders connect"))
                .replaceAll("(?m)^(listeners|endpoints|clients|feeds): \\[]$", "")
                .replaceAll("(?m)^#   - name: streams", "listeners:\n$0")
                .replaceAll("(?m)^#   - name: anna", "endpoints:\n$0")
                .replaceAll("(?m)^#   - match:", "clients:\n$0")
                .replaceAll("(?m)^#   - name: drones", "feeds:\n$0")
                .replaceAll("(?m)^#   ", "  ")
                .replaceAll("# or circle", "circle")
                .replaceFirst("type: tcp ", "type: tls ");

        ConfigReading reading = new ConfigReader(name -> "x").read(entries, null);

        assertThat(reading.problems())
                .extracting(problem -> problem.field() + " " + problem.rule())
                .containsExactly("endpoints[0].subscription.area must be either a box or a circle");
        List<String> given =
                keys("", Objects.requireNonNull(YamlText.read(entries).root()));
        assertThat(given).contains("listeners[].tls.verifyHost", "endpoints[].subscription.area.circle.radiusMeters");
        List<String> expected = keys("", Schema.file()).stream()
                .filter(key -> key.startsWith("listeners[].") || key.startsWith("feeds[]."))
                .toList();
        assertThat(given).containsAll(expected);
    }

    @Test
    void theReadmeNamesEveryKeyOfTheFileWithItsDefault() throws IOException {
        List<String> documented = Files.readAllLines(CONFIG.resolve("README.md")).stream()
                .dropWhile(line -> !line.equals(OWN_KEYS))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells -> cells[1].strip().replace("`", "") + " = " + cells[2].strip())
                .toList();
        List<String> known = new ArrayList<>();
        for (String name :
                List.of("listeners", "endpoints", "clients", "feeds", "slowClient", "flowTags", "stopTimeout")) {
            Key key = Objects.requireNonNull(Schema.file().keys().get(name));
            describe(name, key, Schema.file().defaults().get(name), known);
        }

        assertThat(new TreeSet<>(documented)).isEqualTo(new TreeSet<>(known));
    }

    @Test
    void boundsAreThoseOfKeysThatExist() {
        List<String> components = new ArrayList<>();
        collectComponents(GatewayConfig.class, components);

        assertThat(components).containsAll(Bounds.EXCEPTIONS.keySet()).containsAll(Bounds.REQUIRED);
    }

    @Test
    void mutatedFilesAreAnsweredAndNeverThrow() throws IOException {
        long seed = 20_261_121;
        Random random = new Random(seed);
        List<String> files = List.of(
                Files.readString(CONFIG.resolve("cotgw.yaml")), Files.readString(CONFIG.resolve("partner.yaml")));
        for (int round = 0; round < 1_500; round++) {
            String text = files.get(round % 2);
            for (int change = 0; change <= random.nextInt(4); change++) {
                text = mutated(random).apply(text);
            }
            ConfigReading reading = reader.read(text, null);
            assertThat(reading.ok())
                    .as("seed %d round %d: %s", seed, round, reading.problems())
                    .isEqualTo(reading.problems().isEmpty());
        }
    }

    private static UnaryOperator<String> mutated(Random random) {
        String odd = "\t\n :-[]{}#&*!|>'\"%@`,?\0\u00e9\ud83d\udca5$~0";
        return text -> {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(40));
            char c = odd.charAt(random.nextInt(odd.length()));
            return switch (random.nextInt(5)) {
                case 0 -> text.substring(0, from) + text.substring(to);
                case 1 -> text.substring(0, from) + c + text.substring(from);
                case 2 -> text.substring(0, from) + text.substring(from, to).repeat(3) + text.substring(to);
                case 3 -> text.substring(0, from) + c + text.substring(Math.min(text.length(), from + 1));
                default -> text.replaceFirst("(?m)^  ", random.nextBoolean() ? "   " : "");
            };
        };
    }

    private GatewayConfig read(String text) {
        ConfigReading reading = reader.read(text, null);
        assertThat(reading.problems()).isEmpty();
        return Objects.requireNonNull(reading.config());
    }

    private static List<String> keys(String path, YamlNode node) {
        List<String> found = new ArrayList<>();
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> {
                found.add(path + entry.key());
                found.addAll(keys(path + entry.key() + ".", entry.value()));
            });
        } else if (node instanceof YamlNode.Sequence list) {
            String of = path.substring(0, Math.max(0, path.length() - 1)) + "[].";
            list.items().forEach(item -> found.addAll(keys(of, item)));
        }
        return found;
    }

    /** All keys; of what is in lists only for the listeners. */
    private static List<String> keys(String path, Shape shape) {
        List<String> found = new ArrayList<>();
        if (shape instanceof Section section) {
            section.keys().values().forEach(key -> {
                found.add(path + key.name());
                found.addAll(keys(path + key.name() + ".", key.shape()));
            });
        }
        return found;
    }

    private static void describe(String path, Key key, @Nullable JsonNode value, List<String> into) {
        Matcher optional = Pattern.compile(".*\\.(tls|area)(\\..*)?").matcher(path);
        String shown = optional.matches() && optional.group(2) != null ? optional.group(1) + optional.group(2) : path;
        if (key.shape() instanceof Items items && items.item() instanceof Section item) {
            item.keys()
                    .values()
                    .forEach(inner -> describe(
                            path + "[]." + inner.name(), inner, item.defaults().get(inner.name()), into));
        } else if (key.shape() instanceof Section section) {
            if (key.nullable() && !shown.startsWith("area")) {
                into.add(shown + " = none");
            }
            section.keys()
                    .values()
                    .forEach(inner -> describe(
                            path + "." + inner.name(), inner, section.defaults().get(inner.name()), into));
        } else {
            into.add(shown + " = " + (key.required() ? "must" : text(key, value)));
        }
    }

    private static String text(Key key, @Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isContainerNode() && value.isEmpty()) {
            return "none";
        }
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
        }
        boolean constant = key.shape() instanceof Leaf leaf && leaf.type().isEnum();
        return constant ? value.asText().toLowerCase(java.util.Locale.ROOT) : value.asText();
    }

    private static void collectComponents(Class<?> record, List<String> into) {
        for (var component : record.getRecordComponents()) {
            into.add(Bounds.name(record, component.getName()));
            Class<?> type = component.getGenericType() instanceof java.lang.reflect.ParameterizedType list
                    ? (Class<?>) list.getActualTypeArguments()[0]
                    : component.getType();
            if (type.isRecord()) {
                collectComponents(type, into);
            }
        }
    }
}
