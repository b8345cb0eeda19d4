package org.cotgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** config/README.md names every setting with its default, and none that does not exist. */
class SettingsReadmeTest {

    @Test
    void everySettingIsInTheReadmeWithItsDefault() throws Exception {
        List<String> documented = Files.readAllLines(Path.of("../config/README.md")).stream()
                .takeWhile(line -> !line.equals("## Listeners, endpoints and clients"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells -> cells[1].strip().replace("`", "") + " = " + cells[2].strip())
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(settings("", GatewaySettings.DEFAULT));
    }

    private static List<String> settings(String prefix, Record value) throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object set = component.getAccessor().invoke(value);
            String name = prefix + component.getName();
            if (set instanceof Record nested) {
                found.addAll(settings(name + ".", nested));
            } else {
                found.add(name + " = " + shown(set));
            }
        }
        return found;
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
        }
        if (value instanceof InetSocketAddress address) {
            return address.getHostString() + ":" + address.getPort();
        }
        if (value == null || value instanceof List<?> list && list.isEmpty()) {
            return "none";
        }
        return value.toString();
    }
}
