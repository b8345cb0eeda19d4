package org.cotgateway.hub;

/**
 * Events a second. Right after the start a span counts for as long as there has been.
 *
 * @param second over the last second
 * @param tenSeconds over the last ten
 * @param minute over the last sixty
 */
public record Rates(double second, double tenSeconds, double minute) {}
