package org.cotgateway.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.CotGateway;
import org.cotgateway.GatewaySettings;
import org.cotgateway.api.upload.UploadSettings;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.datapackage.Packages;
import org.cotgateway.datapackage.StoreSettings;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.hub.HubSettings;
import org.cotgateway.metrics.Counters;

/** A whole gateway on the loopback, with its data in a directory. */
public final class GatewayFixture implements AutoCloseable {

    private final Path directory;
    private CotGateway gateway;
    private final GatewaySettings settings;
    private final HubSettings connected;

    public GatewayFixture(Path directory) throws IOException {
        this(directory, GatewaySettings.DEFAULT, HubSettings.NONE);
    }

    public GatewayFixture(Path directory, GatewaySettings settings, HubSettings connected) throws IOException {
        this.directory = directory;
        this.settings = settings.toBuilder()
                .bind("127.0.0.1")
                .dataDirectory(directory.resolve("data"))
                .uploads(new UploadSettings(5_000_000, 8))
                .build();
        this.connected = connected;
        this.gateway = CotGateway.open(this.settings, connected);
    }

    public CotGateway gateway() {
        return gateway;
    }

    public void restart() throws IOException {
        gateway.close();
        gateway = CotGateway.open(settings, connected);
    }

    public String url(String path) {
        return "http://" + authority() + path;
    }

    /** Host and port. */
    public String authority() {
        return "127.0.0.1:" + gateway.httpAddress().getPort();
    }

    /** What lies in the directory of uploads under way. */
    public List<Path> uploads() throws IOException {
        try (var files = Files.list(directory.resolve("data/uploads"))) {
            return files.toList();
        }
    }

    /** A package made elsewhere. */
    public StoredPackage packageElsewhere(String name, int bytes) throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        try (PackageStore store = PackageStore.open(StoreSettings.in(elsewhere), new Counters())) {
            return store.build(Packages.ofRandomFile(directory, name, bytes, bytes));
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
