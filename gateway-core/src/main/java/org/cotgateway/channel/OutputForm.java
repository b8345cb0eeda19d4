package org.cotgateway.channel;

import io.netty.buffer.ByteBuf;
import org.cotgateway.codec.WireProtocol;
import org.jspecify.annotations.Nullable;

/** How events are written to one connection now. Loop-only. */
interface OutputForm {

    /** In which form. */
    WireProtocol protocol();

    /** Whether nothing may be written. */
    boolean isHeldBack();

    /** What follows each event, or null. */
    @Nullable
    ByteBuf delimiter();
}
