package org.cotgateway.route;

/**
 * A contact that was seen through a receiver which has left.
 *
 * @param via the receiver, which may be back by now
 * @param groups what it might publish to when it left
 */
public record Departed<R>(R via, GroupSet groups, String uid) {}
