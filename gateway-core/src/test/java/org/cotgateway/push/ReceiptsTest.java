package org.cotgateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.event.CotEvents;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private static final String SHA = "ab".repeat(32);

    private final Receipts receipts = new Receipts(1, 1 << 20);

    @Test
    void aTokenNamesTheDeliveryWhateverTheAddress() {
        Push push = push("p1", "10.0.0.7:4242:tcp", "10.0.0.8:4242:tcp");

        assertThat(receipts.ofFetch(SHA, address("192.168.1.1"), "p1-1"))
                .isSameAs(push.deliveries().get(1));
        assertThat(receipts.ofFetch(SHA.toUpperCase(java.util.Locale.ROOT), address("10.0.0.7"), "p1-1"))
                .isSameAs(push.deliveries().get(1));
    }

    @Test
    void aTokenForAnotherPackageIsNotBelieved() {
        push("p1", "10.0.0.7:4242:tcp");

        assertThat(receipts.ofFetch("cd".repeat(32), address("192.168.1.1"), "p1-0"))
                .isNull();
    }

    @Test
    void withoutATokenTheAddressDecidesIfItCanMeanOneDeliveryOnly() {
        Push push = push("p1", "10.0.0.7:4242:tcp", "10.0.0.8:4242:tcp", "10.0.0.8:4243:tcp");

        assertThat(receipts.ofFetch(SHA, address("10.0.0.7"), null))
                .isSameAs(push.deliveries().get(0));
        assertThat(receipts.ofFetch(SHA, address("10.0.0.8"), null)).isNull();
        assertThat(receipts.ofFetch(SHA, address("10.0.0.9"), "no-such-token")).isNull();
    }

    @Test
    void endedPushesAreRememberedUpToTheLimitOfDeliveries() {
        Push first = push("p1", "10.0.0.7:4242:tcp");
        Push second = push("p2", "10.0.0.7:4242:tcp");
        receipts.ended(first);
        assertThat(receipts.ofAcknowledgement("p1-0")).isNotNull();
        receipts.ended(second);

        assertThat(receipts.ofAcknowledgement("p1-0")).isNull();
        assertThat(receipts.ofAcknowledgement("p2-0")).isNotNull();
    }

    @Test
    void endedPushesAreRememberedUpToTheLimitOfBytes() {
        Receipts frugal = new Receipts(1_000, 5_000);
        for (String id : List.of("p1", "p2", "p3")) {
            Push push = push(id, "10.0.0.7:4242:tcp");
            frugal.expect(push);
            frugal.ended(push);
        }

        assertThat(frugal.ofAcknowledgement("p1-0")).isNull();
        assertThat(frugal.ofAcknowledgement("p3-0")).isNotNull();
    }

    private Push push(String id, String... endpoints) {
        Push push = new Push(
                id, PushRequest.of(CotEvents.marker("m", "M", 1, 2).build()).to(endpoints), InstantSource.system());
        push.packaged(new StoredPackage(SHA, "M.zip", 9, Path.of("anywhere")), List.of());
        receipts.expect(push);
        return push;
    }

    private static InetAddress address(String literal) {
        return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(literal));
    }
}
