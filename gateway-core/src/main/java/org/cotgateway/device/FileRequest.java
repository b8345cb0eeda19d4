package org.cotgateway.device;

import java.util.Optional;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.FileShare;
import org.jspecify.annotations.Nullable;

/**
 * A request to download a file, as ATAK understands it: any event whose first {@code fileshare}, directly in the detail,
 * has all required attributes. An event that is an acknowledgement itself never is one.
 *
 * @param share what to download
 * @param ackUid what the acknowledgement is recognised by; empty when none was asked for, and ATAK sends one all the same
 * @param tag comes back in the acknowledgement
 */
record FileRequest(FileShare share, String ackUid, @Nullable String tag) {

    /** The request in this event; empty when there is none, or one that ATAK ignores without a word. */
    static Optional<FileRequest> from(CotEvent event) {
        Optional<FileShare> share = event.detail().element(FileShare.NAME, FileShare::from);
        if (share.isEmpty() || event.detail().element(AckResponse.NAME).isPresent()) {
            return Optional.empty();
        }
        Optional<CotElement> ackRequest = event.detail().element(AckRequest.NAME);
        if (ackRequest.isEmpty()) {
            return Optional.of(new FileRequest(share.get(), "", null));
        }
        String wanted = ackRequest.get().attribute("ackrequested");
        if (wanted == null) {
            return Optional.empty();
        }
        String uid = ackRequest.get().attribute("uid");
        String ackUid = uid != null && Boolean.parseBoolean(wanted) ? uid : "";
        return Optional.of(new FileRequest(share.get(), ackUid, ackRequest.get().attribute("tag")));
    }

    AckResponse success(String deviceUid, String reason) {
        return answer(deviceUid, true, reason);
    }

    AckResponse failure(String deviceUid, String reason) {
        return answer(deviceUid, false, reason);
    }

    private AckResponse answer(String deviceUid, boolean success, String reason) {
        return new AckResponse(ackUid, deviceUid, success, tag, reason, share.sha256(), share.sizeInBytes());
    }
}
