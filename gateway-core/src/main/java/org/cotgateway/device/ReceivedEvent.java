package org.cotgateway.device;

import java.net.InetSocketAddress;
import org.cotgateway.event.CotEvent;

/**
 * An event that a device took.
 *
 * @param event the event as its parser read it
 * @param input by which way it came
 * @param from who sent it
 * @param marker whether the map shows it now; false for control events, chat, requests and what was stale on arrival
 */
public record ReceivedEvent(CotEvent event, Input input, InetSocketAddress from, boolean marker) {}
