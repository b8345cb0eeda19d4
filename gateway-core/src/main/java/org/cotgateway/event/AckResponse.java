package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ackresponse}: a device's answer to an {@link AckRequest}. ATAK sends success on HTTP 200, before it has compared
 * size and hash: it proves that the download went through, not that the file was taken.
 *
 * @param uid the request's {@link AckRequest#uid()}; empty when the device was not asked
 * @param senderUid the device that answers
 * @param success whether the download went through
 * @param tag the request's tag
 * @param reason the device's words, for example "Unable to download"
 * @param sha256 hash of what was asked for
 * @param sizeInBytes size of what was asked for, null when absent
 */
public record AckResponse(
        String uid,
        @Nullable String senderUid,
        boolean success,
        @Nullable String tag,
        @Nullable String reason,
        @Nullable String sha256,
        @Nullable Long sizeInBytes)
        implements DetailElement {

    public static final String NAME = "ackresponse";

    /** Reads the element; empty when {@code uid} or {@code success} is missing. */
    public static Optional<AckResponse> from(CotElement element) {
        String uid = element.attribute("uid");
        String success = element.attribute("success");
        if (uid == null || success == null) {
            return Optional.empty();
        }
        return Optional.of(new AckResponse(
                uid,
                element.attribute("senderUid"),
                Boolean.parseBoolean(success),
                element.attribute("tag"),
                element.attribute("reason"),
                element.attribute("sha256"),
                Attributes.wholeNumber(element, "sizeInBytes")));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("uid", uid)
                .attribute("senderUid", senderUid)
                .attribute("success", success)
                .attribute("tag", tag)
                .attribute("reason", reason)
                .attribute("sha256", sha256)
                .attribute("sizeInBytes", sizeInBytes)
                .build();
    }
}
