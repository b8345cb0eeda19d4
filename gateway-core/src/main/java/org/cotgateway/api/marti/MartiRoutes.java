package org.cotgateway.api.marti;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BiConsumer;
import org.cotgateway.api.JsonAnswer;
import org.cotgateway.api.OffLoop;
import org.cotgateway.api.packages.PackageIntake;
import org.cotgateway.api.upload.Uploads;
import org.cotgateway.datapackage.PackageStore;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.PackageRoutes;
import org.cotgateway.http.Router;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What devices ask of a TAK Server. Loop-only, apart from the constructor. */
public final class MartiRoutes {

    private static final Logger log = LoggerFactory.getLogger(MartiRoutes.class);

    private final MartiSettings settings;
    private final MartiIdentity server;
    private final Devices devices;
    private final MartiJson documents;
    private final PackageSync sync;
    private final ContactSource contacts;
    private final LocalDate started = LocalDate.now(ZoneOffset.UTC);

    /**
     * @param disk for what touches the store's directory
     * @param documents for what is made of what is in memory
     * @throws IllegalArgumentException naming the devices' networks that are none
     */
    public MartiRoutes(
            MartiSettings settings,
            MartiIdentity server,
            PackageStore store,
            Uploads uploads,
            PackageIntake intake,
            OffLoop disk,
            OffLoop documents,
            ContactSource contacts,
            Counters counters) {
        this.settings = settings;
        this.server = server;
        this.devices = new Devices(settings, counters);
        this.documents = new MartiJson(server);
        this.sync = new PackageSync(store, uploads, intake, disk, documents);
        this.contacts = contacts;
    }

    /** Adds the routes, if they are wanted. */
    public void add(Router.Builder routes, PackageRoutes packages) {
        if (!settings.enabled()) {
            return;
        }
        routes.get("/Marti/sync/content", packages.serving(sync::content));
        sync.add(routes, devices);
        routes.get("/Marti/api/version", devices.guard(this::version))
                .get("/Marti/api/version/config", devices.guard(this::config))
                .get("/Marti/api/clientEndPoints", devices.guard(e -> withContacts(e, this::endPoints)))
                .get("/Marti/api/contacts/all", devices.guard(e -> withContacts(e, MartiRoutes::contacts)))
                .get("/Marti/api/groups/all", devices.guard(this::groups))
                .get("/Marti/api/groups/groupCacheEnabled", devices.guard(this::groupCacheEnabled))
                .get(
                        "/Marti/api/device/profile/connection",
                        devices.guard(e -> e.empty(HttpResponseStatus.NO_CONTENT)));
    }

    private void version(Exchange exchange) {
        byte[] text = ("CoT Gateway " + server.version()).getBytes(StandardCharsets.UTF_8);
        exchange.document(HttpResponseStatus.OK, "text/plain", text);
    }

    private void config(Exchange exchange) {
        String host = exchange.requestHeader(HttpHeaderNames.HOST);
        documents.send(exchange, "ServerConfig", json -> documents.config(json, withoutPort(host)));
    }

    private static String withoutPort(@Nullable String host) {
        return host == null ? "" : host.replaceFirst(":[0-9]*$", "");
    }

    private void endPoints(Exchange exchange, List<MartiContact> found) {
        documents.send(exchange, "com.bbn.marti.remote.ClientEndpoint", json -> MartiJson.endPoints(json, found));
    }

    private static void contacts(Exchange exchange, List<MartiContact> found) {
        JsonAnswer.send(exchange, HttpResponseStatus.OK, json -> MartiJson.contacts(json, found));
    }

    private void groups(Exchange exchange) {
        documents.send(exchange, "com.bbn.marti.remote.groups.Group", json -> MartiJson.groups(json, started));
    }

    private void groupCacheEnabled(Exchange exchange) {
        documents.send(exchange, "java.lang.Boolean", json -> json.writeBoolean(false));
    }

    private void withContacts(Exchange exchange, BiConsumer<Exchange, List<MartiContact>> answer) {
        contacts.contacts()
                .whenCompleteAsync(
                        (found, failure) -> {
                            if (!exchange.isOpen()) {
                                return;
                            }
                            if (failure == null) {
                                answer.accept(exchange, found);
                            } else {
                                log.warn("who is connected cannot be said", failure);
                                exchange.problem(
                                        HttpResponseStatus.INTERNAL_SERVER_ERROR,
                                        "the gateway cannot say; its log knows why");
                            }
                        },
                        exchange.loop());
    }
}
