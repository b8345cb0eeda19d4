package org.cotgateway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.Emergency;
import org.cotgateway.event.EventRules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code cotgw alert}: an emergency, or its end. */
@Command(
        name = "alert",
        description = {
            "Raises an emergency on ATAK devices, or hands it to a running gateway.",
            "The same --callsign or --uid with --type cancel ends it."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  cotgw alert --type 911 --to 10.0.0.7:4242:tcp --callsign Anna \\",
            "      --lat 48.2082 --lon 16.3738"
        })
final class AlertCommand implements Callable<Integer> {

    private static final Map<String, String> NAMES = Map.of("point@lat", "--lat", "point@lon", "--lon");

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private MessageOptions message = new MessageOptions();

    @Mixin
    private SenderOptions sender = new SenderOptions();

    @Option(
            names = "--type",
            required = true,
            paramLabel = "ALERT",
            converter = Alert.Converter.class,
            description = "911, ring (ring the bell), contact (in contact) or cancel.")
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private Alert alert;

    @Option(names = "--lat", required = true, paramLabel = "DEG", description = "Latitude, -90 to 90.")
    private double lat;

    @Option(names = "--lon", required = true, paramLabel = "DEG", description = "Longitude, -180 to 180.")
    private double lon;

    /**
     * What is told.
     *
     * @param kind null for the end of an emergency of whatever kind
     */
    record Alert(Emergency.@Nullable Kind kind) {

        /** By the names of the option. */
        static final class Converter implements ITypeConverter<Alert> {
            private static final Map<String, Alert> BY_NAME = byName();

            @Override
            public Alert convert(String text) {
                Alert alert = BY_NAME.get(text);
                if (alert == null) {
                    throw new TypeConversionException(
                            "'" + text + "' is none of " + String.join(", ", BY_NAME.keySet()));
                }
                return alert;
            }

            private static Map<String, Alert> byName() {
                Map<String, Alert> names = new LinkedHashMap<>();
                names.put("911", new Alert(Emergency.Kind.ALERT_911));
                names.put("ring", new Alert(Emergency.Kind.RING_THE_BELL));
                names.put("contact", new Alert(Emergency.Kind.IN_CONTACT));
                names.put("cancel", new Alert(null));
                return names;
            }
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CotEvent event = event().build();
        return message.send(event, OptionNames.of(EventRules.check(event), NAMES), output);
    }

    private CotEvent.Builder event() {
        return alert.kind() == null
                ? CotEvents.cancelEmergency(sender.uid(), sender.callsign(), lat, lon)
                : CotEvents.emergency(sender.uid(), sender.callsign(), alert.kind(), lat, lon);
    }
}
