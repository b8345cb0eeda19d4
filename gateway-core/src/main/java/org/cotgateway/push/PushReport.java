package org.cotgateway.push;

import java.util.ArrayList;
import java.util.List;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A push at one moment. The counts are cumulative: who acknowledged has also fetched and been sent to; a delivery that
 * was sent and then expired counts as sent and as failed.
 *
 * @param pushId names the push
 * @param uid the event's uid
 * @param awaited the milestone that the push was made for
 * @param dataPackage what its files became, or null without files or before it is built
 * @param problems why nothing could be sent at all, for example an attachment that is missing; empty normally
 * @param warnings what may keep devices from fetching or acknowledging, for example an address that they cannot reach
 * @param endpoints how many deliveries there are
 * @param sent how many came to {@link Milestone#SENT}
 * @param fetched how many came to {@link Milestone#FETCHED}
 * @param acknowledged how many came to {@link Milestone#ACKNOWLEDGED}
 * @param failed how many failed or expired
 * @param elapsedMs from the call to the end of the push, or to now while it runs, in milliseconds
 * @param deliveries one for each endpoint, in the order of the request
 */
public record PushReport(
        String pushId,
        String uid,
        Milestone awaited,
        @Nullable StoredPackage dataPackage,
        List<Violation> problems,
        List<String> warnings,
        int endpoints,
        int sent,
        int fetched,
        int acknowledged,
        int failed,
        long elapsedMs,
        List<DeliveryReport> deliveries) {

    public PushReport {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        deliveries = List.copyOf(deliveries);
    }

    /** A report that counts these deliveries. */
    public static PushReport of(
            String pushId,
            String uid,
            Milestone awaited,
            @Nullable StoredPackage dataPackage,
            List<Violation> problems,
            List<String> warnings,
            long elapsedMs,
            List<DeliveryReport> deliveries) {
        return new PushReport(
                pushId,
                uid,
                awaited,
                dataPackage,
                problems,
                warnings,
                deliveries.size(),
                count(deliveries, Milestone.SENT),
                count(deliveries, Milestone.FETCHED),
                count(deliveries, Milestone.ACKNOWLEDGED),
                (int) deliveries.stream().filter(d -> d.state().isFailure()).count(),
                elapsedMs,
                deliveries);
    }

    /** This report with deliveries more, for example to endpoints that could not even be named. */
    public PushReport plus(List<DeliveryReport> more) {
        List<DeliveryReport> all = new ArrayList<>(deliveries);
        all.addAll(more);
        return of(pushId, uid, awaited, dataPackage, problems, warnings, elapsedMs, all);
    }

    /** How many deliveries came that far. */
    public int reached(Milestone milestone) {
        return switch (milestone) {
            case SENT -> sent;
            case FETCHED -> fetched;
            case ACKNOWLEDGED -> acknowledged;
        };
    }

    /** Whether every delivery came to the awaited milestone. */
    public boolean isComplete() {
        return reached(awaited) == endpoints;
    }

    private static int count(List<DeliveryReport> deliveries, Milestone milestone) {
        return (int) deliveries.stream().filter(d -> d.reached(milestone)).count();
    }
}
