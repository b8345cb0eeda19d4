package org.cotgateway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.push.DeliveryReport;
import org.cotgateway.push.PushReport;
import org.jspecify.annotations.Nullable;

/** A push as the JSON document that {@code push} and {@code demo} print. Field names are part of the interface. */
final class PushDocument {

    private PushDocument() {}

    static Map<String, Object> of(PushReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("endpoints", report.endpoints());
        document.put("sent", report.sent());
        document.put("fetched", report.fetched());
        document.put("acknowledged", report.acknowledged());
        document.put("failed", report.failed());
        document.put("elapsedMs", report.elapsedMs());
        document.put("pushId", report.pushId());
        document.put("uid", report.uid());
        document.put("awaited", report.awaited().name().toLowerCase(java.util.Locale.ROOT));
        document.put("package", packageOf(report.dataPackage()));
        document.put("problems", report.problems());
        document.put("warnings", report.warnings());
        List<Map<String, Object>> deliveries = new ArrayList<>();
        report.deliveries().forEach(delivery -> deliveries.add(of(delivery)));
        document.put("deliveries", deliveries);
        return document;
    }

    private static Map<String, Object> of(DeliveryReport delivery) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("endpoint", delivery.endpoint());
        row.put("state", delivery.state().name().toLowerCase(java.util.Locale.ROOT));
        row.put("reason", delivery.reason());
        row.put("attempts", delivery.attempts());
        row.put("queuedAt", delivery.queuedAt());
        row.put("sentAt", delivery.sentAt());
        row.put("fetchedAt", delivery.fetchedAt());
        row.put("acknowledgedAt", delivery.acknowledgedAt());
        row.put("endedAt", delivery.endedAt());
        row.put("devices", delivery.devices());
        return row;
    }

    private static @Nullable Map<String, Object> packageOf(@Nullable StoredPackage stored) {
        if (stored == null) {
            return null;
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("fileName", stored.fileName());
        described.put("sha256", stored.sha256());
        described.put("sizeBytes", stored.sizeBytes());
        return described;
    }
}
