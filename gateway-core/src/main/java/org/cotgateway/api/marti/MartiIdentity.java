package org.cotgateway.api.marti;

/**
 * Who this server says it is.
 *
 * @param nodeId its uid
 * @param version of the gateway
 */
public record MartiIdentity(String nodeId, String version) {}
