package org.cotgateway.device;

import org.jspecify.annotations.Nullable;

/**
 * Something that a device's map shows.
 *
 * @param uid its identity
 * @param type its CoT type
 * @param callsign its label, null when it has none
 * @param lat latitude in degrees, of any value that came
 * @param lon longitude in degrees, of any value that came
 * @param expiresMs when it vanishes, in milliseconds since 1970
 */
public record MapItem(String uid, String type, @Nullable String callsign, double lat, double lon, long expiresMs) {}
