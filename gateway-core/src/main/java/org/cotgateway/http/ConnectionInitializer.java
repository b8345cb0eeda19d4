package org.cotgateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;

/** Sets connections up, as long as there are not too many. Loop-only. */
final class ConnectionInitializer extends ChannelInitializer<Channel> {

    /** Of a body at once, as much as a read brings; Netty hands on an eighth of it, which cuts eight times as many items. */
    private static final int MAX_PART_BYTES = 64 * 1024;

    private final HttpSettings settings;
    private final Router router;
    private final ChannelGroup connections;
    private final HttpDate date;
    private final Counters counters;

    /**
     * Sets connections up.
     *
     * @param connections gets every connection; one that is closed leaves it by itself
     */
    ConnectionInitializer(
            HttpSettings settings, Router router, ChannelGroup connections, HttpDate date, Counters counters) {
        this.settings = settings;
        this.router = router;
        this.connections = connections;
        this.date = date;
        this.counters = counters;
    }

    /**
     * The pipeline of a connection:
     *
     * <pre>
     *   socket   bytes ──&gt; ClientDeadline ──&gt; HttpServerCodec ──&gt; FlowControl ──&gt; RequestHandler ──&gt; Router ──&gt; Route
     *            bytes &lt;─────────────────── HttpServerCodec &lt;─────────────────── AnswerWriter  &lt;── Exchange &lt;─┘
     *
     *   ClientDeadline  sees the first byte of a request; closes for clients that send or take nothing
     *   FlowControl     hands on one part of a request per read(), however many requests came in one segment
     *   RequestHandler  calls read() when an answer is written to its last byte; there is no other reading
     * </pre>
     *
     * What {@link EarlyAnswers} has read comes first. If it has begun to answer, there is only the rest to be written:
     *
     * <pre>
     *   socket   bytes ──&gt; ClientDeadline ──&gt; RestOfAnswer
     *            bytes &lt;─────────────────── AnswerWriter &lt;─┘
     * </pre>
     */
    @Override
    protected void initChannel(Channel channel) {
        if (connections.size() >= settings.maxConnections()) {
            counters.increment(Counter.HTTP_CONNECTIONS_REFUSED);
            channel.close();
            return;
        }
        connections.add(channel);
        ClientDeadline deadline = new ClientDeadline(settings);
        AnswerWriter answers = new AnswerWriter(channel, deadline, date, counters);
        channel.config().setAutoRead(false);
        EarlyAnswers.Handover early = channel.hasAttr(EarlyAnswers.HANDOVER)
                ? channel.attr(EarlyAnswers.HANDOVER).getAndSet(null)
                : null;
        if (early != null && early.answered() != null) {
            channel.pipeline()
                    .addLast(deadline)
                    .addLast(new RestOfAnswer(early.bytes(), early.answered(), answers, counters));
            return;
        }
        if (early != null) {
            channel.pipeline().addLast(new HandedOver(early.bytes()));
        }
        channel.pipeline()
                .addLast(deadline)
                .addLast(new HttpServerCodec(limits()))
                .addLast(new FlowControlHandler())
                .addLast(new RequestHandler(router, answers, counters, settings));
    }

    private HttpDecoderConfig limits() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxRequestLineBytes())
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxChunkSize(MAX_PART_BYTES);
    }
}
