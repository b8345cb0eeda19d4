package org.cotgateway.api.upload;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Why an upload is not taken.
 *
 * @param status what it is answered with
 * @param sentence what is wrong with it
 */
public record Refusal(HttpResponseStatus status, String sentence) {

    static Refusal malformed(String sentence) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, sentence);
    }

    static Refusal tooLarge(String sentence) {
        return new Refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, sentence);
    }
}
