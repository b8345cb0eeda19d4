package org.cotgateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cotgateway.api.feeds.FeedDocument;
import org.cotgateway.channel.BadInput;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.feed.FeedStatus;
import org.cotgateway.hub.GatewayIdentity;
import org.cotgateway.hub.HubStatus;
import org.cotgateway.hub.HubStatus.ReceiverEntry;
import org.cotgateway.hub.Rates;
import org.cotgateway.metrics.Counter;
import org.cotgateway.route.KnownContact;
import org.cotgateway.route.Membership;
import org.jspecify.annotations.Nullable;

/** The document at {@code /api/v1/status}. Field names are part of the interface. */
final class StatusJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private StatusJson() {}

    static byte[] of(HubStatus status, List<FeedStatus> feeds) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gateway", gateway(status));
        document.put("at", status.at().toString());
        document.put("rates", Map.of("in", rates(status.in()), "out", rates(status.out())));
        document.put("contacts", status.contacts());
        document.put(
                "listeners",
                status.listeners().stream().map(StatusJson::listener).toList());
        document.put(
                "receivers",
                status.receivers().stream().map(StatusJson::receiver).toList());
        document.put("feeds", feeds.stream().map(FeedDocument::of).toList());
        document.put(
                "counters",
                status.counters().entrySet().stream().map(StatusJson::counter).toList());
        return bytes(document);
    }

    /** All receivers, each as in the status. */
    static byte[] receivers(HubStatus status, Set<String> added) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", status.at().toString());
        document.put("count", status.receivers().size());
        document.put(
                "receivers",
                status.receivers().stream().map(entry -> receiver(entry, added)).toList());
        return bytes(document);
    }

    /** One receiver. */
    static byte[] of(ReceiverEntry entry, Set<String> added) {
        return bytes(receiver(entry, added));
    }

    /** With whether it is there because it was added while the gateway runs. */
    private static Map<String, Object> receiver(ReceiverEntry entry, Set<String> added) {
        Map<String, Object> fields = receiver(entry);
        fields.put("added", added.contains(entry.name()));
        return fields;
    }

    private static byte[] bytes(Map<String, Object> document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps, lists and texts can be written", impossible);
        }
    }

    private static Map<String, Object> gateway(HubStatus status) {
        GatewayIdentity gateway = status.gateway();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("uid", gateway.uid());
        fields.put("callsign", gateway.callsign());
        fields.put("version", gateway.version());
        fields.put("startedAt", gateway.startedAt().toString());
        fields.put("uptimeMs", status.uptime().toMillis());
        return fields;
    }

    private static Map<String, Object> rates(Rates rates) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("second", rates.second());
        fields.put("tenSeconds", rates.tenSeconds());
        fields.put("minute", rates.minute());
        return fields;
    }

    private static Map<String, Object> listener(HubStatus.Listener listener) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", listener.name());
        fields.put("address", listener.address());
        fields.put("clients", listener.clients());
        fields.put("bad", bad(listener.bad()));
        return fields;
    }

    private static Map<String, Object> receiver(ReceiverEntry entry) {
        ReceiverStatus status = entry.status();
        ReceiverStatus.Traffic traffic = status.traffic();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        fields.put("address", status.name());
        fields.put("listener", entry.listener());
        fields.put("certificate", entry.login().certificate());
        fields.put("user", entry.login().user());
        fields.put("rule", entry.login().rule());
        fields.put("groups", entry.membership() == null ? null : groups(entry.membership()));
        fields.put("transport", name(status.transport()));
        fields.put("protocol", status.protocol());
        fields.put("state", status.state());
        fields.put("connectedSince", text(status.connectedSince()));
        fields.put("failures", status.failures());
        fields.put("trouble", status.trouble());
        fields.put(
                "contacts", entry.contacts().stream().map(StatusJson::contact).toList());
        fields.put("contactCount", entry.contactCount());
        fields.put("queue", queue(status.queue()));
        fields.put("sentEvents", traffic.sentEvents());
        fields.put("sentBytes", traffic.sentBytes());
        fields.put("lastSent", text(traffic.lastSent()));
        fields.put("receivedEvents", traffic.receivedEvents());
        fields.put("lastReceived", text(traffic.lastReceived()));
        fields.put("conflated", traffic.conflated());
        fields.put("bad", bad(traffic.bad()));
        Map<String, Object> dropped = new LinkedHashMap<>();
        traffic.dropped().forEach((reason, count) -> {
            if (reason != DropReason.CONFLATED) {
                dropped.put(name(reason), count);
            }
        });
        fields.put("dropped", dropped);
        return fields;
    }

    /** Their names in order; none stands for those of nobody in particular. */
    private static Map<String, Object> groups(Membership membership) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("in", membership.shownIn());
        fields.put("out", membership.shownOut());
        return fields;
    }

    /** By kind, without those that never were. */
    private static Map<String, Object> bad(BadInput bad) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("malformed", bad.malformed());
        counts.put("invalid", bad.invalid());
        counts.put("tooLarge", bad.tooLarge());
        counts.put("tooLargeForStreams", bad.tooLargeForStreams());
        counts.put("unfinished", bad.unfinished());
        counts.put("skippedBytes", bad.skippedBytes());
        counts.values().removeIf(count -> count.equals(0L));
        return counts;
    }

    private static Map<String, Object> queue(ReceiverStatus.Queue queue) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("waiting", queue.waiting());
        fields.put("underWay", queue.underWay());
        fields.put("bytes", queue.bytes());
        return fields;
    }

    private static Map<String, Object> contact(KnownContact contact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("uid", contact.uid());
        fields.put("callsign", contact.callsign());
        return fields;
    }

    private static Map<String, Object> counter(Map.Entry<Counter, Long> count) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name(count.getKey()));
        fields.put("value", count.getValue());
        fields.put("unit", count.getKey().unit());
        fields.put("meaning", count.getKey().meaning());
        return fields;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
