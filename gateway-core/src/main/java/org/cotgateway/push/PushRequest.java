package org.cotgateway.push;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.cotgateway.channel.Endpoint;
import org.cotgateway.datapackage.Attachment;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/**
 * What to push to whom. Immutable; each method gives a changed copy.
 *
 * <pre>{@code
 * PushRequest.of(marker).attach(Path.of("photo.jpg")).to("10.0.0.7:4242:tcp", "10.0.0.8:4242:tcp").within(Duration.ofMinutes(1))
 * }</pre>
 *
 * @param event the event
 * @param attachments files that go with it, in this order
 * @param packageName the data package's title; null for one made of the event's callsign
 * @param style how the files travel; without effect when there are none
 * @param endpoints where to, each once, in this order
 * @param awaited what counts as success; null for {@link Milestone#ACKNOWLEDGED} with files and {@link Milestone#SENT}
 *     without
 * @param timeout how long after the call a delivery may still reach it, more than 0
 * @param contactPort UDP port at which direct TCP devices are told of the gateway as a contact, 1 to 65535
 */
public record PushRequest(
        CotEvent event,
        List<Attachment> attachments,
        @Nullable String packageName,
        PushStyle style,
        List<Endpoint> endpoints,
        @Nullable Milestone awaited,
        Duration timeout,
        int contactPort) {

    /** Where ATAK listens for unicast UDP. */
    public static final int DEFAULT_CONTACT_PORT = 4242;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    public PushRequest {
        attachments = List.copyOf(attachments);
        endpoints = List.copyOf(new LinkedHashSet<>(endpoints));
    }

    /** A push of this event, so far to nobody. */
    public static PushRequest of(CotEvent event) {
        return new PushRequest(
                event, List.of(), null, PushStyle.TRANSFER, List.of(), null, DEFAULT_TIMEOUT, DEFAULT_CONTACT_PORT);
    }

    /** With these files more. */
    public PushRequest attach(Path... files) {
        List<Attachment> more = new ArrayList<>(attachments);
        Arrays.stream(files).map(Attachment::of).forEach(more::add);
        return new PushRequest(event, more, packageName, style, endpoints, awaited, timeout, contactPort);
    }

    /** To these endpoints more, in ATAK's spelling or as URIs; one named twice gets the event once. */
    public PushRequest to(String... more) {
        return to(Arrays.stream(more).map(Endpoint::parse).toList());
    }

    /** To these endpoints more; one named twice gets the event once. */
    public PushRequest to(Collection<Endpoint> more) {
        List<Endpoint> all = new ArrayList<>(endpoints);
        all.addAll(more);
        return new PushRequest(event, attachments, packageName, style, all, awaited, timeout, contactPort);
    }

    public PushRequest packageName(@Nullable String name) {
        return new PushRequest(event, attachments, name, style, endpoints, awaited, timeout, contactPort);
    }

    public PushRequest style(PushStyle value) {
        return new PushRequest(event, attachments, packageName, value, endpoints, awaited, timeout, contactPort);
    }

    /** What counts as success; null for what suits the attachments. */
    public PushRequest await(@Nullable Milestone milestone) {
        return new PushRequest(event, attachments, packageName, style, endpoints, milestone, timeout, contactPort);
    }

    /** How long a delivery may take. */
    public PushRequest within(Duration limit) {
        return new PushRequest(event, attachments, packageName, style, endpoints, awaited, limit, contactPort);
    }

    public PushRequest contactPort(int port) {
        return new PushRequest(event, attachments, packageName, style, endpoints, awaited, timeout, port);
    }

    /** What counts as success: what was said, or what suits the attachments. */
    public Milestone goal() {
        if (awaited != null) {
            return awaited;
        }
        return attachments.isEmpty() ? Milestone.SENT : Milestone.ACKNOWLEDGED;
    }
}
