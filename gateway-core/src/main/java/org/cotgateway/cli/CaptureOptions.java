package org.cotgateway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.route.Subscription;
import org.cotgateway.tls.TlsSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which events are taken, and for how long; a mixin of the commands that take events in. */
final class CaptureOptions {

    /** How sources are written, for the commands' help. */
    static final String SOURCES = "host:port:stcp and host:port:ssl are dialled, and dialled again when lost;"
            + " listen:host:port:stcp and listen:host:port:ssl open a port for others to dial;"
            + " host:port:tcp and host:port:udp always open one, 239.2.3.1:6969:udp joins the group."
            + " Port 0 is any free one."
            + " None: what an ATAK device listens to, 4242 tcp and udp and 239.2.3.1:6969.";

    /** What an ATAK device listens to. */
    private static final List<String> AS_A_DEVICE =
            List.of("0.0.0.0:4242:tcp", "0.0.0.0:4242:udp", "239.2.3.1:6969:udp");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only this type and all below it; several times for several.")
    private List<String> types = new ArrayList<>();

    @Option(names = "--uid", paramLabel = "UID", description = "Only this uid; several times for several.")
    private List<String> uids = new ArrayList<>();

    @Option(names = "--count", paramLabel = "N", description = "Ends after this many events.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this time, for example 30s.")
    private @Nullable Duration duration;

    long count() {
        return count;
    }

    @Nullable
    Duration duration() {
        return duration;
    }

    TlsSettings tls() {
        return tls.settings();
    }

    /** Whether the event is one of those that are wanted. */
    boolean wants(String type, String uid) {
        return (uids.isEmpty() || uids.contains(uid))
                && (types.isEmpty() || types.stream().anyMatch(wanted -> covers(wanted, type)));
    }

    /** The sources, or those of an ATAK device if none are named. */
    List<Source> sources(List<String> texts) {
        if (count < 1) {
            throw new ParameterException(command.commandLine(), "--count must be at least 1");
        }
        List<Source> sources = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (String type : types) {
            // A type that breaks rules may be what is looked for.
            if (type.isEmpty() || type.contains("*")) {
                Subscription.checkType(type).forEach(rule -> wrong.add("--type " + type + ": " + rule));
            }
        }
        for (String text : texts.isEmpty() ? AS_A_DEVICE : texts) {
            try {
                sources.add(Source.parse(text));
            } catch (IllegalArgumentException violations) {
                wrong.add(text + ": " + violations.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new ParameterException(command.commandLine(), String.join("; ", wrong));
        }
        return sources;
    }

    private static boolean covers(String wanted, String type) {
        return type.startsWith(wanted) && (type.length() == wanted.length() || type.charAt(wanted.length()) == '-');
    }
}
