package org.cotgateway.api.feeds;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.api.QueryCheck;
import org.cotgateway.feed.Feed;
import org.cotgateway.feed.FeedStatus;
import org.cotgateway.feed.Feeds;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.OperatorsOnly;
import org.cotgateway.http.Router;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/feeds/{name}} takes a feed's data, however long it is, and says what became of its rows; {@code GET
 * /api/v1/feeds} and {@code GET /api/v1/feeds/{name}} say how feeds are doing. Loop-only.
 */
public final class FeedRoutes {

    private static final String NAME = "name";
    private static final String FEEDS = "/api/v1/feeds";
    private static final String FEED = FEEDS + "/{" + NAME + "}";

    private final Feeds feeds;

    private FeedRoutes(Feeds feeds) {
        this.feeds = feeds;
    }

    /** Adds the routes. */
    public static void add(Router.Builder routes, OperatorsOnly operators, Feeds feeds) {
        FeedRoutes all = new FeedRoutes(feeds);
        routes.get(FEEDS, operators.guard(all::list))
                .get(FEED, operators.guard(all::show))
                .receiving(HttpMethod.POST, FEED, operators.guard(all::take));
    }

    private void list(Exchange exchange) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return;
        }
        JsonAnswer.send(exchange, HttpResponseStatus.OK, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("feeds");
            for (FeedStatus feed : feeds.status()) {
                JsonAnswer.value(json, FeedDocument.of(feed));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void show(Exchange exchange) {
        Feed feed = find(exchange);
        if (feed != null) {
            JsonAnswer.send(
                    exchange, HttpResponseStatus.OK, json -> JsonAnswer.value(json, FeedDocument.of(feed.status())));
        }
    }

    private void take(Exchange exchange) {
        Feed feed = find(exchange);
        if (feed == null) {
            return;
        }
        if (feed.settings().input().http()) {
            new FeedBody(exchange, feed).begin();
        } else {
            exchange.problem(
                    HttpResponseStatus.FORBIDDEN,
                    "feed " + feed.settings().name() + " takes nothing by HTTP; its setting input.http is false");
        }
    }

    private @Nullable Feed find(Exchange exchange) {
        if (new QueryCheck(exchange.target()).refused(exchange)) {
            return null;
        }
        String name = exchange.pathParameter(NAME);
        Feed feed = feeds.find(name);
        if (feed == null) {
            exchange.problem(HttpResponseStatus.NOT_FOUND, "there is no feed " + name);
        }
        return feed;
    }
}
