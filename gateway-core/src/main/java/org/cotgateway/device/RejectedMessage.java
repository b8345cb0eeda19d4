package org.cotgateway.device;

import java.net.InetSocketAddress;
import java.util.List;
import org.cotgateway.event.Violation;

/**
 * A message that a device dropped without a word, as ATAK does.
 *
 * @param input by which way it came
 * @param from who sent it
 * @param bytes how much of it arrived
 * @param violations the rules that it breaks, at least one
 */
public record RejectedMessage(Input input, InetSocketAddress from, int bytes, List<Violation> violations) {

    public RejectedMessage {
        violations = List.copyOf(violations);
    }
}
