package org.cotgateway.config;

/**
 * What those who connect may see and send. Immutable.
 *
 * @param match who is meant
 * @param server whether it is another server
 * @param groups the groups that they send to (in) and receive from (out)
 * @param subscription what they receive of that
 */
public record ClientConfig(MatchConfig match, boolean server, GroupsConfig groups, SubscriptionConfig subscription) {

    /** What an entry of the file starts from; {@code match} must be given. */
    static final ClientConfig TEMPLATE =
            new ClientConfig(MatchConfig.TEMPLATE, false, GroupsConfig.COMMON, SubscriptionConfig.ALL);
}
