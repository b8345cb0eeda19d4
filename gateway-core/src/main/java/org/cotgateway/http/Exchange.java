package org.cotgateway.http;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A request and its answer, as a route sees them. One of the methods that answer must be called once. Loop-only. */
final class Exchange {

    private final HttpRequest request;
    private final RequestTarget target;
    private final AnswerWriter answers;
    private final HttpHeaders answerHeaders =
            DefaultHttpHeadersFactory.headersFactory().newHeaders();

    Exchange(HttpRequest request, RequestTarget target, AnswerWriter answers) {
        this.request = request;
        this.target = target;
        this.answers = answers;
    }

    HttpMethod method() {
        return request.method();
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    RequestTarget target() {
        return target;
    }

    /** A header of the request, or null. */
    @Nullable
    String requestHeader(CharSequence name) {
        return request.headers().get(name);
    }

    /** The client's address. */
    InetAddress client() {
        SocketAddress remote = answers.channel().remoteAddress();
        return remote instanceof InetSocketAddress socket ? socket.getAddress() : InetAddress.getLoopbackAddress();
    }

    /** The connection's loop. */
    EventLoop loop() {
        return answers.channel().eventLoop();
    }

    /** Whether there is still a client to answer. */
    boolean isOpen() {
        return answers.channel().isActive();
    }

    /** Sets a header of the answer. */
    void header(CharSequence name, Object value) {
        answerHeaders.set(name, value);
    }

    /** Answers with a line of text. */
    void text(HttpResponseStatus status, String sentence) {
        answers.text(status, answerHeaders, sentence);
    }

    /** Answers without a body. */
    void empty(HttpResponseStatus status) {
        answers.empty(status, answerHeaders);
    }

    /** Answers with a body. Takes the body over. */
    void body(HttpResponseStatus status, AnswerBody body, BodyObserver observer) {
        answerHeaders.set(HttpHeaderNames.CONTENT_LENGTH, body.length());
        answers.body(status, answerHeaders, body, observer);
    }
}
