package org.cotgateway.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counters;
import org.cotgateway.testing.RecordCopy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of requests and answers share: a store with one package, and a connection to the server. */
abstract class HttpTest {

    static final int MAX_CACHED = 50_000;

    @TempDir
    Path directory;

    final Counters counters = new Counters();
    final FetchLog fetches = new FetchLog();

    StoredPackage small;
    StoredPackage large;
    PackageStore store;
    FetchLedger ledger;
    Connection connection;

    @BeforeEach
    void connect() throws Exception {
        store = PackageStore.open(StoreSettings.in(directory.resolve("store")), counters);
        ledger = FetchLedger.open(directory.resolve("ledger"), 10, Duration.ZERO, Runnable::run, counters);
        small = store.build(Packages.ofRandomFile(directory, "small one", 1_000, 1));
        large = store.build(Packages.ofRandomFile(directory, "large", MAX_CACHED, 2));
        connection = newConnection();
    }

    @AfterEach
    void disconnect() {
        connection.close();
        ledger.close();
        store.close();
    }

    Connection newConnection() {
        HttpSettings settings = RecordCopy.of(ServerFixture.loopback())
                .with("maxConnections", 10)
                .with("maxRequestLineBytes", 1_000)
                .with("maxHeaderBytes", 2_000)
                .with("maxBodyBytes", 500)
                .with("maxUnpackedBytes", 5_000_000)
                .with("maxCachedPackageBytes", MAX_CACHED)
                .with("operators", List.of("127.0.0.1"))
                .with("hosts", List.of("gateway", "x"))
                .get();
        return new Connection(settings, store, ledger, fetches, counters, Runnable::run);
    }

    static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    static String content(StoredPackage stored) throws IOException {
        return new String(ServerFixture.content(stored), StandardCharsets.ISO_8859_1);
    }
}
