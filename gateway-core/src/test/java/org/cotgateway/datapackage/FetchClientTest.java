package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FetchClientTest {

    private static final String SHA = "0123456789abcdef".repeat(4);

    @Test
    void fleetThatIsNumberedByAddressAndCallsignAlikeIsSpread() throws UnknownHostException {
        int[] inBucket = new int[512];
        for (int i = 0; i < 250; i++) {
            InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) (i + 1)});
            int hash = FetchClient.of(SHA, address, String.format("DEVICE-%04d", i))
                    .hashCode();
            inBucket[(hash ^ hash >>> 16) & (inBucket.length - 1)]++;
        }

        assertThat(Arrays.stream(inBucket).max().orElseThrow()).isLessThan(8);
    }

    @Test
    void clientWithoutACallsignHasAnEmptyOne() {
        FetchClient client = FetchClient.of(SHA, InetAddress.getLoopbackAddress(), null);

        assertThat(client).isEqualTo(new FetchClient(SHA, "127.0.0.1", ""));
        assertThat(client).hasSameHashCodeAs(new FetchClient(SHA, "127.0.0.1", ""));
    }
}
