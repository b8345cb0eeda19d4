package org.cotgateway.hub;

import java.time.Instant;

/**
 * Which gateway it is that says how it is doing.
 *
 * @param uid its uid as a contact
 * @param callsign its callsign as a contact
 * @param version of the program
 * @param startedAt since when it has been running
 */
public record GatewayIdentity(String uid, String callsign, String version, Instant startedAt) {}
