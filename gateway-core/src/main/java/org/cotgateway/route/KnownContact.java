package org.cotgateway.route;

import org.jspecify.annotations.Nullable;

/**
 * A contact, by what it calls itself.
 *
 * @param callsign null as long as it has not said
 */
public record KnownContact(String uid, @Nullable String callsign) {}
