package org.cotgateway.api.feeds;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.api.BodyPause;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.feed.EventTiming;
import org.cotgateway.feed.Feed;
import org.cotgateway.feed.FeedIntake;
import org.cotgateway.feed.FeedObserver;
import org.cotgateway.feed.RejectReason;
import org.cotgateway.http.BodyReceiver;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.Problem;

/** One request's data for a feed; it is answered with what became of the rows. Loop-only. */
final class FeedBody implements BodyReceiver, FeedObserver {

    /** Rejected rows that the answer tells of; the others are only counted. */
    private static final int MAX_TOLD = 1_000;

    private record Rejection(int line, RejectReason reason, List<Violation> violations) {}

    private final Exchange exchange;
    private final FeedIntake intake;
    private final BodyPause pause;
    private final List<Rejection> told = new ArrayList<>();
    /** How many rows had come with the last part of the body. */
    private long rowsBefore;

    private long accepted;
    private long ignored;
    private long rejected;
    /** Of those accepted. */
    private long stale;

    private long ahead;
    /** Of those rejected: the rows that became events. */
    private long notTaken;

    FeedBody(Exchange exchange, Feed feed) {
        this.exchange = exchange;
        this.intake = feed.begin(this, exchange.client());
        this.pause = new BodyPause(exchange, feed.pause());
    }

    void begin() {
        if (exchange.receive(this)) {
            pause.waitForRoom();
        } else {
            intake.close();
        }
    }

    @Override
    public void received(ByteBuf part) {
        intake.accept(part);
        long rows = accepted + ignored + rejected + intake.heldRows();
        if (rows > rowsBefore) {
            rowsBefore = rows;
            exchange.bodyProgressed();
        }
        pause.waitForRoom();
    }

    @Override
    public void completed() {
        intake.end();
        intake.close();
        if (accepted > 0 || rejected == 0) {
            JsonAnswer.send(exchange, HttpResponseStatus.OK, json -> {
                json.writeStartObject();
                write(json);
                json.writeEndObject();
            });
        } else {
            // Whoever sent rows that a gateway which stops did not take may send them again, to another.
            HttpResponseStatus status =
                    notTaken > 0 ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.BAD_REQUEST;
            JsonAnswer.problem(exchange, status, "no row was accepted", this::write);
        }
    }

    @Override
    public void refused(HttpResponseStatus status, String sentence) {
        intake.close();
        String detail = sentence + "; until then, rows accepted: " + accepted + ", rejected: " + rejected;
        JsonAnswer.problem(exchange, status, detail, this::write);
    }

    @Override
    public void failed(String reason) {
        intake.close();
    }

    @Override
    public void event(CotEvent event, EventTiming timing, int line) {
        accepted++;
        if (timing == EventTiming.STALE) {
            stale++;
        } else if (timing == EventTiming.AHEAD) {
            ahead++;
        }
    }

    @Override
    public void ignored(int line) {
        ignored++;
    }

    @Override
    public void rejected(int line, RejectReason reason, List<Violation> violations) {
        rejected++;
        if (reason == RejectReason.REFUSED) {
            notTaken++;
        }
        if (told.size() < MAX_TOLD) {
            told.add(new Rejection(line, reason, violations));
        }
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeNumberField("accepted", accepted);
        json.writeNumberField("ignored", ignored);
        json.writeNumberField("rejected", rejected);
        json.writeNumberField("staleOnArrival", stale);
        json.writeNumberField("ahead", ahead);
        json.writeArrayFieldStart("rejections");
        for (Rejection rejection : told) {
            json.writeStartObject();
            json.writeNumberField("line", rejection.line);
            json.writeStringField("reason", FeedDocument.name(rejection.reason));
            Problem.violations(json, rejection.violations);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
