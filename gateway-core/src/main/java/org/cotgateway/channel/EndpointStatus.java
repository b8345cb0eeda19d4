package org.cotgateway.channel;

/**
 * How one endpoint is doing at a moment.
 *
 * @param endpoint which
 * @param state a word for people: connected, connecting, idle, paused ...
 * @param waiting events in its outbox that are not on their way
 * @param underWay events on their way
 * @param bytes of both
 * @param failures in a row, 0 after a success
 */
public record EndpointStatus(Endpoint endpoint, String state, int waiting, int underWay, long bytes, int failures) {}
