package org.cotgateway.bench.load;

/**
 * What one round of a pusher cost.
 *
 * @param wallNs from the start until the last message was sent
 * @param cpuNs processor time of the pusher's process meanwhile, user and system, all its threads
 */
record RoundCost(long wallNs, long cpuNs) {}
