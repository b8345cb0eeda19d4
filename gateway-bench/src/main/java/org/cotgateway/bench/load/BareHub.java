package org.cotgateway.bench.load;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import org.cotgateway.channel.ChannelSettings;
import org.cotgateway.channel.EndpointSenders;
import org.cotgateway.channel.EventSink;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.hub.Hub;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.hub.LatestSettings;
import org.cotgateway.metrics.Counters;
import org.cotgateway.tls.TlsSettings;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;

/**
 * The gateway's hub on its defaults, with its loop and nothing around it, for programs that are measured and say themselves what
 * it is given. Its parts belong to the loop, but for {@link Hub#apply} and {@link Hub#listeners}. It lives as long as its process.
 */
final class BareHub {

    final EventLoop loop;
    final Counters counters = new Counters();
    final EventImages images =
            new EventImages(PooledByteBufAllocator.DEFAULT, "bench", InstantSource.system(), XmlLimits.DEFAULT);
    final Hub hub;

    /** @param sink what comes in goes there */
    BareHub(EventSink sink) {
        GatewayLoop gatewayLoop = GatewayLoop.start("cot-gateway", SocketKind.best());
        loop = gatewayLoop.loop();
        EndpointSenders senders =
                new EndpointSenders(gatewayLoop, ChannelSettings.DEFAULT, TlsSettings.DEFAULT, counters, images, sink);
        hub = new Hub(
                loop,
                senders,
                images,
                HubSettings.NONE,
                LatestSettings.DEFAULT,
                counters,
                InstantSource.system(),
                (image, from) -> false);
        loop.execute(counters::ownedByThisThread);
    }
}
