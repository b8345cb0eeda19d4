package org.cotgateway.push;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.TextPosition;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A push as a JSON document, made of maps, lists, texts, numbers and nulls: what the command line prints and the API
 * answers. Field names are part of the interface. Safe on any thread.
 */
public final class PushDocument {

    private PushDocument() {}

    /** The whole of it. */
    public static Map<String, @Nullable Object> of(PushReport report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("endpoints", report.endpoints());
        document.put("sent", report.sent());
        document.put("fetched", report.fetched());
        document.put("acknowledged", report.acknowledged());
        document.put("failed", report.failed());
        document.put("elapsedMs", report.elapsedMs());
        document.put("pushId", report.pushId());
        document.put("uid", report.uid());
        document.put("awaited", report.awaited().name().toLowerCase(Locale.ROOT));
        document.put("package", packageOf(report.dataPackage()));
        document.put(
                "problems", report.problems().stream().map(PushDocument::of).toList());
        document.put("warnings", report.warnings());
        List<Map<String, @Nullable Object>> deliveries = new ArrayList<>();
        report.deliveries().forEach(delivery -> deliveries.add(of(delivery)));
        document.put("deliveries", deliveries);
        return document;
    }

    /** One delivery, as it stands in the whole. */
    public static Map<String, @Nullable Object> of(DeliveryReport delivery) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("endpoint", delivery.endpoint());
        row.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        row.put("reason", delivery.reason());
        row.put("attempts", delivery.attempts());
        row.put("queuedAt", text(delivery.queuedAt()));
        row.put("sentAt", text(delivery.sentAt()));
        row.put("fetchedAt", text(delivery.fetchedAt()));
        row.put("acknowledgedAt", text(delivery.acknowledgedAt()));
        row.put("endedAt", text(delivery.endedAt()));
        row.put("devices", delivery.devices().stream().map(PushDocument::of).toList());
        return row;
    }

    private static @Nullable Map<String, @Nullable Object> packageOf(@Nullable StoredPackage stored) {
        if (stored == null) {
            return null;
        }
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("fileName", stored.fileName());
        described.put("sha256", stored.sha256());
        described.put("sizeBytes", stored.sizeBytes());
        return described;
    }

    private static Map<String, @Nullable Object> of(DeviceReceipt device) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("address", device.address());
        row.put("callsign", device.callsign());
        row.put("uid", device.uid());
        row.put("fetchedAt", text(device.fetchedAt()));
        row.put("acknowledgedAt", text(device.acknowledgedAt()));
        row.put("success", device.success());
        row.put("reason", device.reason());
        return row;
    }

    private static Map<String, @Nullable Object> of(Violation problem) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("field", problem.field());
        row.put("value", problem.value());
        row.put("rule", problem.rule());
        TextPosition at = problem.at();
        row.put("at", at == null ? null : Map.of("line", at.line(), "column", at.column()));
        return row;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
