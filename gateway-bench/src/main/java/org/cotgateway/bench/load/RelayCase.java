package org.cotgateway.bench.load;

/** What the relay load run measures: who relays, and under which load. */
enum RelayCase {
    LOCKSTEP_SEND_LOOP("one at a time", "C send() loop"),
    LOCKSTEP_RELAY("one at a time", "C relay"),
    LOCKSTEP_GATEWAY("one at a time", "gateway"),
    THOUSAND_STREAMS("1,000 clients", "gateway"),
    THOUSAND_WEBSOCKETS("1,000 clients", "gateway, WebSocket"),
    SEND_LOOP_ALONE("one in each send", "C send() loop, not fed"),
    FLAT_OUT_RELAY("flat out", "C relay"),
    FLAT_OUT_GATEWAY("flat out", "gateway"),
    PACED_RELAY("paced", "C relay"),
    PACED_GATEWAY("paced", "gateway"),
    PACED_GATEWAY_ONE_STOPPED("paced, one stopped", "gateway"),
    INTAKE_RELAY("intake", "C relay"),
    INTAKE_GATEWAY("intake", "gateway");

    private final String load;
    private final String relay;

    RelayCase(String load, String relay) {
        this.load = load;
        this.relay = relay;
    }

    String load() {
        return load;
    }

    /** Whether its latencies say something: not when the publisher waits, nor when it fills every buffer. */
    boolean latencyMatters() {
        return this == PACED_RELAY || this == PACED_GATEWAY || this == PACED_GATEWAY_ONE_STOPPED;
    }

    String relay() {
        return relay;
    }
}
