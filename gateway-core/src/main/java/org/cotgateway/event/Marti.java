package org.cotgateway.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code marti}: tells a server to whom the event goes. The server takes it off before it delivers; a device that gets it
 * directly does not look at it.
 *
 * @param dests the receivers; none means everybody that the sender's groups allow
 */
public record Marti(List<Dest> dests) implements DetailElement {

    public static final String NAME = "marti";

    public Marti {
        dests = List.copyOf(dests);
    }

    /** To the devices of these callsigns. */
    public static Marti toCallsigns(String... callsigns) {
        return new Marti(Arrays.stream(callsigns).map(Dest::callsign).toList());
    }

    /** To the devices of these uids. */
    public static Marti toUids(String... uids) {
        return new Marti(Arrays.stream(uids).map(Dest::uid).toList());
    }

    /** Reads the element; it always is one. A {@code dest} that names nobody is left out. */
    public static Optional<Marti> from(CotElement element) {
        return Optional.of(new Marti(element.childrenNamed(Dest.NAME).stream()
                .flatMap(dest -> Dest.from(dest).stream())
                .toList()));
    }

    @Override
    public CotElement toElement() {
        CotElement.Builder marti = CotElement.named(NAME);
        dests.forEach(marti::child);
        return marti.build();
    }
}
