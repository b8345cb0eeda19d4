package org.cotgateway.cli;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In whose name a message is sent; a mixin of the commands that send one. */
final class SenderOptions {

    @Option(names = "--callsign", description = "The sender's name; ${DEFAULT-VALUE} by default.")
    private String callsign = "cotgw";

    @Option(
            names = "--uid",
            description = "The sender's identity on the map; by default one that the callsign always gives.")
    private @Nullable String uid;

    String callsign() {
        return callsign;
    }

    /** The same for the same callsign, so that a conversation stays one and a cancellation finds its alert. */
    String uid() {
        return uid != null
                ? uid
                : UUID.nameUUIDFromBytes(("cotgw " + callsign).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }
}
