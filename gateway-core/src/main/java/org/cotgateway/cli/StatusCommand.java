package org.cotgateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    private static final long WATCH_MS = 1_000;
    private static final int OK = 200;
    private static final String CLEAR = "\u001b[H\u001b[2J";

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
        GatewayClient client = GatewayClient.of(gateway, PATH, command);
        if (!watch) {
            show(ask(client));
            return ExitCode.OK;
        }
        try (OrderlyStop stop = new OrderlyStop(ended::countDown)) {
            do {
                show(ask(client));
            } while (!ended.await(WATCH_MS, TimeUnit.MILLISECONDS));
        }
        return ExitCode.OK;
    }

    private JsonNode ask(GatewayClient client) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.get();
        if (answer.statusCode() != OK) {
            throw client.refused(answer);
        }
        try {
            JsonNode status = mapper.readTree(answer.body());
            if (status.path("receivers").isArray()) {
                return status;
            }
        } catch (JsonProcessingException otherwise) {
            // As below.
        }
        throw new IOException(client.uri() + " is not the status of a gateway");
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
}
