package org.cotgateway.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who is meant by an entry of {@code clients}: everything that is given must hold, and something must be given. Immutable.
 *
 * @param certificate the common name (CN) of the client's certificate, which the listener has verified
 * @param user the name in the client's {@code auth} message, with {@code password}
 * @param password with {@code user}; read from {@code passwordFile} when that is given
 * @param passwordFile where the password stands
 * @param address the client's address or a network, for example {@code 10.1.0.0/16}
 */
public record MatchConfig(
        @Nullable String certificate,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable Path passwordFile,
        @Nullable String address) {

    static final MatchConfig TEMPLATE = new MatchConfig(null, null, null, null, null);
}
