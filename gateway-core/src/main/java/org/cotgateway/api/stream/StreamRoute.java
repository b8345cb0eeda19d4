package org.cotgateway.api.stream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.channel.WebSocketTerms;
import org.cotgateway.channel.WebSocketTexts;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.Route;
import org.cotgateway.hub.WebSockets;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/**
 * Upgrades a connection to WebSocket if the request is a whole opening handshake (RFC 6455, 4.2), comes from no other site's
 * page, and all of its query can be understood. Extensions that the client offers are left out of the answer and so not used:
 * compression would have to be done for each client anew, while frames are made once for all. Loop-only.
 */
final class StreamRoute implements Route {

    private final WebSockets webSockets;
    private final WebSocketTexts texts;
    private final Counters counters;

    StreamRoute(WebSockets webSockets, WebSocketTexts texts, Counters counters) {
        this.webSockets = webSockets;
        this.texts = texts;
        this.counters = counters;
    }

    @Override
    public void answer(Exchange exchange) {
        OpeningHandshake handshake = OpeningHandshake.of(exchange);
        StreamQuery query = StreamQuery.read(new QueryCheck(exchange.target()));
        if (!handshake.asksForWebSocket()) {
            malformed();
            exchange.header(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
            exchange.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            exchange.header(HttpHeaderNames.SEC_WEBSOCKET_VERSION, OpeningHandshake.VERSION);
            exchange.problem(
                    HttpResponseStatus.UPGRADE_REQUIRED,
                    "only by WebSocket, version " + OpeningHandshake.VERSION,
                    handshake.violations());
        } else if (!handshake.violations().isEmpty()) {
            malformed();
            exchange.problem(
                    HttpResponseStatus.BAD_REQUEST,
                    "this is no opening handshake of WebSocket",
                    handshake.violations());
        } else if (!query.violations().isEmpty()) {
            malformed();
            exchange.problem(HttpResponseStatus.BAD_REQUEST, "the query breaks rules", query.violations());
        } else if (!webSockets.admitsOneMore()) {
            exchange.problem(HttpResponseStatus.SERVICE_UNAVAILABLE, "no more WebSockets are taken now");
        } else {
            upgrade(exchange, handshake, query);
        }
    }

    private void upgrade(Exchange exchange, OpeningHandshake handshake, StreamQuery query) {
        exchange.header(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        exchange.header(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        exchange.header(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, handshake.accept());
        WebSocketTerms terms = new WebSocketTerms(query.protocol(), query.maySend(), texts);
        exchange.upgrade(channel -> webSockets.open(channel, exchange.clientAddress(), terms, query.membership()));
    }

    private void malformed() {
        counters.increment(Counter.WEBSOCKETS_MALFORMED);
    }
}
