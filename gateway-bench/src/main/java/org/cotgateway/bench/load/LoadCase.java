package org.cotgateway.bench.load;

/**
 * What is measured: somebody under a load.
 *
 * @param name of both, as figures are named: {@code relay_300.gateway}
 * @param load in words
 * @param who is under it, in words
 */
record LoadCase(String name, String load, String who) {}
