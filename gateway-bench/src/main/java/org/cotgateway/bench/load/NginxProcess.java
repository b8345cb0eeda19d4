package org.cotgateway.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An nginx with one worker that serves a directory on a free loopback port, as Debian configures it but for what would
 * cost it time: it keeps no log of requests. A master process and its worker.
 */
final class NginxProcess implements AutoCloseable {

    /** All of its own files lie in one directory, so that it meets no other nginx. */
    private static final String CONFIGURATION = """
            user root root;
            daemon off;
            worker_processes 1;
            error_log stderr;
            pid %1$s/nginx.pid;
            events {
                worker_connections 8192;
            }
            http {
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                types { application/zip zip; }
                access_log off;
                sendfile on;
                tcp_nopush on;
                %3$s
                server {
                    listen 127.0.0.1:%2$d backlog=4096;
                    root %1$s;
                }
            }
            """;

    private static final long START_TIMEOUT_MS = 10_000;
    private static final long END_TIMEOUT_MS = 5_000;
    private static final int CONNECT_TIMEOUT_MS = 1_000;

    private final Process process;
    private final int port;

    private NginxProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param directory what it serves; its own files lie there as well
     * @param settings more settings for {@code http}, in nginx's words
     */
    static NginxProcess start(Path directory, String settings) throws IOException {
        int port = freePort();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration, String.format(Locale.ROOT, CONFIGURATION, directory.toAbsolutePath(), port, settings));
        Path log = directory.resolve("nginx.log");
        Process process = BoundProcess.of(List.of(
                        "nginx",
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toAbsolutePath().toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        NginxProcess nginx = new NginxProcess(process, port);
        nginx.awaitStart(log);
        return nginx;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitStart(Path log) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MS);
        while (worker().isEmpty() || !isListening()) {
            if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                process.destroy();
                throw new IOException(
                        "nginx did not start: " + Files.readString(log).strip());
            }
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The process that answers; the other one only looks after it. */
    long workerPid() {
        return worker().orElseThrow(() -> new IllegalStateException("nginx has no worker any more"));
    }

    private Optional<Long> worker() {
        return process.descendants().map(ProcessHandle::pid).findFirst();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
