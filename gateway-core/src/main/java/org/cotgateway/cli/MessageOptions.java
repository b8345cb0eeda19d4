package org.cotgateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotgateway.GatewaySettings;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.push.PushRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where a message without files goes: to endpoints, or to a running gateway that passes it on. A mixin of the commands that
 * make such events.
 */
final class MessageOptions {

    private static final String EVENTS = "/api/v1/events";
    private static final String XML = "application/xml";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "A running gateway, as its URL or host:port, that passes it on to all whom it concerns; to reach nobody "
                            + "is a failure.")
    private @Nullable String gateway;

    @Option(
            names = "--group",
            arity = "1",
            paramLabel = "NAME",
            description =
                    "To whom of the gateway's clients; repeated for several groups. Without, to those who have none.")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to try each endpoint, for example 30s; 60s by default.")
    private Duration timeout = Duration.ofSeconds(60);

    /**
     * The events of the gateway that is named; null if endpoints are. To name both or neither is wrong usage.
     */
    @Nullable
    GatewayClient gateway() {
        if (targets.isEmpty() == (gateway == null)) {
            throw new ParameterException(
                    command.commandLine(), "where to? give either --to ENDPOINT (or --to-file FILE) or --gateway URL");
        }
        if (gateway == null && namesGroups()) {
            throw new ParameterException(command.commandLine(), "--group is for --gateway: endpoints are in no group");
        }
        return gateway == null ? null : GatewayClient.of(gateway, EVENTS, command);
    }

    boolean namesGroups() {
        return !groups.isEmpty();
    }

    /**
     * Sends the event and tells what became of it.
     *
     * @param wrong all that is wrong with the command's options and with the event
     * @return the exit status
     */
    int send(CotEvent event, List<Violation> wrong, OutputOptions output) throws IOException, InterruptedException {
        GatewayClient client = gateway();
        PushRun run = new PushRun(output);
        if (!wrong.isEmpty()) {
            return run.invalid(wrong);
        }
        if (client != null) {
            return publish(event, client.asking("group", groups), output);
        }
        // Nothing is fetched from here, and no device answers to it.
        GatewaySettings settings = GatewaySettings.builder().bind("127.0.0.1").build();
        return run.push(settings, PushRequest.of(event).within(timeout), targets.read());
    }

    private static int publish(CotEvent event, GatewayClient client, OutputOptions output)
            throws IOException, InterruptedException {
        ByteBuf document = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, document);
        HttpResponse<String> answer = client.post(XML, ByteBufUtil.getBytes(document));
        JsonNode report = report(answer, client);
        for (JsonNode error : report.path("errors")) {
            for (JsonNode violation : error.path("violations")) {
                output.err().println(output.red(TableText.plain(violation.toString())));
            }
        }
        output.err().flush();
        if (output.json()) {
            output.json(report);
        }
        if (report.path("accepted").asInt() != 1) {
            return ExitCode.SOFTWARE;
        }
        String what = "  " + client.authority() + "  " + TableText.plain(event.uid());
        if (report.path("nobody").asInt() != 0) {
            output.err().println(output.red("nobody") + what + ": whom it is for is not connected there");
            output.err().flush();
            return ExitCode.SOFTWARE;
        }
        output.out().println(output.green("passed on") + what);
        output.out().flush();
        return ExitCode.OK;
    }

    private static JsonNode report(HttpResponse<String> answer, GatewayClient client) throws IOException {
        try {
            JsonNode report = new JsonMapper().readTree(answer.body());
            boolean fromEvents = report.path("accepted").isIntegralNumber();
            if (fromEvents && (answer.statusCode() == OK || answer.statusCode() == BAD_REQUEST)) {
                return report;
            }
        } catch (JsonProcessingException otherwise) {
            // As below.
        }
        throw client.refused(answer);
    }
}
