package org.cotgateway.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cotgateway.http.Exchange;
import org.cotgateway.http.HttpServer;
import org.cotgateway.http.HttpSettings;
import org.cotgateway.http.Router;
import org.cotgateway.metrics.Counters;
import org.cotgateway.transport.GatewayLoop;
import org.cotgateway.transport.SocketKind;

/** A server that says what was uploaded, and keeps nothing. */
final class UploadServer implements AutoCloseable {

    static final UploadSettings SETTINGS = new UploadSettings(20_000_000, 2);

    final Counters counters = new Counters();
    final Path directory;
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final GatewayLoop loop;
    private final HttpServer server;

    UploadServer(Path directory) throws IOException {
        this(directory, task -> {});
    }

    /** @param before run by a worker in front of each of its tasks */
    UploadServer(Path directory, java.util.function.Consumer<Runnable> before) throws IOException {
        this.directory = directory;
        Executor threads = task -> workers.execute(() -> {
            before.accept(task);
            task.run();
        });
        Uploads uploads = Uploads.open(directory, SETTINGS, threads, counters);
        loop = GatewayLoop.start("upload-test", SocketKind.best());
        Router.Builder routes = Router.builder();
        routes.receiving(
                        HttpMethod.POST,
                        "/form",
                        exchange -> uploads.receiveForm(
                                exchange, head -> head.fileName() != null, form -> answer(exchange, form)))
                .receiving(
                        HttpMethod.POST,
                        "/file",
                        exchange -> uploads.receiveFile(exchange, form -> answer(exchange, form)));
        HttpSettings settings = HttpSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = HttpServer.bind(loop, settings, routes.build(), counters);
    }

    private static void answer(Exchange exchange, Form form) {
        String said = form.fields().stream()
                        .map(field -> field.head().name() + "=" + field.text() + "\n")
                        .collect(Collectors.joining())
                + form.files().stream()
                        .map(file -> file.field() + " " + file.fileName() + " " + file.sizeBytes() + " " + file.sha256()
                                + "\n")
                        .collect(Collectors.joining());
        form.discard();
        exchange.document(HttpResponseStatus.OK, "text/plain", said.getBytes(StandardCharsets.UTF_8));
    }

    InetSocketAddress address() {
        return server.address();
    }

    String url(String path) {
        return "http://127.0.0.1:" + address().getPort() + path;
    }

    /** What lies in the directory. */
    List<Path> files() {
        try (var files = Files.list(directory)) {
            return files.toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Override
    public void close() {
        server.close();
        loop.close();
        // What waits for them holds buffers.
        workers.shutdown();
        try {
            assertThat(workers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
