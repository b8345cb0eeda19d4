package org.cotgateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cotgw status}: asks a running gateway how it is doing. */
@Command(
        name = "status",
        description = {
            "Asks a running gateway who is connected, what waits for them and what they lost.",
            "It answers only to addresses that its setting http.operators names; those of its own machine by default."
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final String PATH = "/api/v1/status";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long WATCH_MS = 1_000;
    private static final int OK = 200;
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final int MAX_SHOWN_CHARS = 300;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "GATEWAY",
            description = "Its URL, or host:port; ${DEFAULT-VALUE} if not given.")
    private String gateway = "http://127.0.0.1:8080";

    @Option(names = "--watch", description = "Asks again every second until Ctrl-C; with --json one line each time.")
    private boolean watch;

    private final JsonMapper mapper = new JsonMapper();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri()).timeout(TIMEOUT).build();
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        if (!watch) {
            show(ask(client, request));
            return ExitCode.OK;
        }
        try (OrderlyStop stop = new OrderlyStop(ended::countDown)) {
            do {
                show(ask(client, request));
            } while (!ended.await(WATCH_MS, TimeUnit.MILLISECONDS));
        }
        return ExitCode.OK;
    }

    private URI uri() {
        String base = gateway.contains("://") ? gateway : "http://" + gateway;
        try {
            URI uri = URI.create(base);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                String path = uri.getPath();
                return path == null || path.isEmpty() || path.equals("/") ? uri.resolve(PATH) : uri;
            }
        } catch (IllegalArgumentException malformed) {
            // As below.
        }
        throw new ParameterException(
                command.commandLine(), gateway + ": must be a URL such as http://127.0.0.1:8080, or host:port");
    }

    private JsonNode ask(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException | ConnectException silent) {
            throw new IOException("no gateway answers at " + request.uri() + why(silent), silent);
        } catch (IOException otherwise) {
            // What came may be anything, an event for example, or nothing at all.
            throw new IOException(
                    request.uri().getAuthority()
                            + " is not the HTTP port of a gateway: no answer in HTTP comes from there",
                    otherwise);
        }
        if (answer.statusCode() != OK) {
            throw new IOException(request.uri() + " answers " + shown(answer.body()));
        }
        try {
            JsonNode status = mapper.readTree(answer.body());
            if (status.path("receivers").isArray()) {
                return status;
            }
        } catch (JsonProcessingException otherwise) {
            // As below.
        }
        throw new IOException(request.uri() + " is not the status of a gateway");
    }

    private void show(JsonNode status) {
        if (output.json()) {
            if (watch) {
                output.jsonLine(status);
            } else {
                output.json(status);
            }
            return;
        }
        PrintWriter out = output.out();
        if (watch && output.onTerminal()) {
            out.print(CLEAR);
        }
        new StatusTable(status).lines().forEach(out::println);
        out.flush();
    }

    private static String why(IOException silent) {
        String message = silent.getMessage();
        return message == null || message.isBlank() ? "" : ": " + message;
    }

    private static String shown(String body) {
        String plain = TableText.plain(body.strip());
        return plain.length() <= MAX_SHOWN_CHARS ? plain : plain.substring(0, MAX_SHOWN_CHARS) + " ...";
    }
}
