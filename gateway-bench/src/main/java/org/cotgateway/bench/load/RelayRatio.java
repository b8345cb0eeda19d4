package org.cotgateway.bench.load;

import java.util.function.ToDoubleFunction;

/** What the relay load run is for: one figure of a case as a multiple of the same figure of another case. */
enum RelayRatio {
    LOCKSTEP(
            "one at a time, events/s: gateway / C send() loop",
            RelayCase.LOCKSTEP_GATEWAY,
            RelayCase.LOCKSTEP_SEND_LOOP,
            RelayMeasure::eventsPerSecond),
    LOCKSTEP_TO_RELAY(
            "one at a time, events/s: gateway / C relay",
            RelayCase.LOCKSTEP_GATEWAY,
            RelayCase.LOCKSTEP_RELAY,
            RelayMeasure::eventsPerSecond),
    LOCKSTEP_TO_LOOP_ALONE(
            "one at a time, events/s: gateway / C send() loop, not fed",
            RelayCase.LOCKSTEP_GATEWAY,
            RelayCase.SEND_LOOP_ALONE,
            RelayMeasure::eventsPerSecond),
    LOCKSTEP_CPU(
            "one at a time, processor time: gateway / C send() loop",
            RelayCase.LOCKSTEP_GATEWAY,
            RelayCase.LOCKSTEP_SEND_LOOP,
            RelayMeasure::relayCpuNsPerEvent),
    WEBSOCKET_CPU(
            "1,000 receivers, processor time: WebSocket (JSON) / streams",
            RelayCase.THOUSAND_WEBSOCKETS,
            RelayCase.THOUSAND_STREAMS,
            RelayMeasure::relayCpuNsPerEvent),
    WEBSOCKET(
            "1,000 receivers, events/s: WebSocket (JSON) / streams",
            RelayCase.THOUSAND_WEBSOCKETS,
            RelayCase.THOUSAND_STREAMS,
            RelayMeasure::eventsPerSecond),
    FLAT_OUT(
            "flat out, events/s: gateway / C relay",
            RelayCase.FLAT_OUT_GATEWAY,
            RelayCase.FLAT_OUT_RELAY,
            RelayMeasure::eventsPerSecond),
    FLAT_OUT_CPU(
            "flat out, processor time: gateway / C relay",
            RelayCase.FLAT_OUT_GATEWAY,
            RelayCase.FLAT_OUT_RELAY,
            RelayMeasure::relayCpuNsPerEvent),
    ONE_STOPPED(
            "paced, p99: gateway with one stopped / with all reading",
            RelayCase.PACED_GATEWAY_ONE_STOPPED,
            RelayCase.PACED_GATEWAY,
            RelayMeasure::p99Ms),
    PACED("paced, p99: gateway / C relay", RelayCase.PACED_GATEWAY, RelayCase.PACED_RELAY, RelayMeasure::p99Ms),
    INTAKE(
            "intake, events/s: gateway / C relay, which only splits",
            RelayCase.INTAKE_GATEWAY,
            RelayCase.INTAKE_RELAY,
            RelayMeasure::eventsPerSecond);

    private final String title;
    private final RelayCase of;
    private final RelayCase to;
    private final ToDoubleFunction<RelayMeasure> figure;

    RelayRatio(String title, RelayCase of, RelayCase to, ToDoubleFunction<RelayMeasure> figure) {
        this.title = title;
        this.of = of;
        this.to = to;
        this.figure = figure;
    }

    String title() {
        return title;
    }

    /** The ratio of each round. */
    double[] of(RelayReport report) {
        double[] ratios = report.figures(of, figure);
        double[] yardsticks = report.figures(to, figure);
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] /= yardsticks[round];
        }
        return ratios;
    }
}
