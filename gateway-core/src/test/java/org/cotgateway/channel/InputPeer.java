package org.cotgateway.channel;

import org.cotgateway.codec.Credentials;
import org.cotgateway.event.CotEvent;
import org.jspecify.annotations.Nullable;

/** The other end of a {@link StreamInput}: in one form all the time unless told otherwise, and let in if what it says of itself can be read. */
final class InputPeer implements StreamInput.Owner {

    boolean readsTak;
    /** Whether it goes over to TAK Protocol when something is said about that. */
    boolean switches;

    int heard;
    int admitted;
    int refused;

    @Override
    public void heard() {
        heard++;
    }

    @Override
    public void pinged() {}

    @Override
    public boolean authenticated(@Nullable Credentials credentials) {
        if (credentials == null) {
            refused++;
        } else {
            admitted++;
        }
        return credentials != null;
    }

    @Override
    public void beganWithFrame() {}

    @Override
    public void unreadable(String why) {
        throw new AssertionError(why);
    }

    @Override
    public void negotiated(CotEvent message) {
        readsTak |= switches;
    }

    @Override
    public boolean readsTak() {
        return readsTak;
    }
}
