package org.cotgateway.cli;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotType;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cotgw delete}: takes an item off devices' maps. */
@Command(
        name = "delete",
        description = {
            "Takes an item off the maps of ATAK devices, or has a running gateway do it.",
            "A gateway knows its type and to which groups it went, and only deletes what it knows."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  cotgw delete well-7 --to 10.0.0.7:4242:tcp", "  cotgw delete well-7 --gateway 10.0.0.1:8080"})
final class DeleteCommand implements Callable<Integer> {

    private static final String USUAL_TYPE = "a-f-G";
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec command;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private MessageOptions message = new MessageOptions();

    @Parameters(paramLabel = "UID", description = "The identity of what is to go.")
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private String uid;

    @Option(
            names = "--type",
            description =
                    "Its type, " + USUAL_TYPE + " by default; devices want to have one named. Not with --gateway.")
    private @Nullable String type;

    @Option(
            names = "--left",
            description = "It is a contact that has left; devices keep what else has this uid. Not with --gateway.")
    private boolean left;

    @Override
    public Integer call() throws IOException, InterruptedException {
        GatewayClient events = message.gateway();
        List<Violation> wrong = new ArrayList<>();
        if (uid.isBlank()) {
            wrong.add(Violation.of("UID", uid, "must name an item"));
        }
        if (events == null) {
            return send(wrong);
        }
        if (type != null || left || message.namesGroups()) {
            throw new ParameterException(
                    command.commandLine(), "a gateway knows what it deletes: give no --type, --left or --group");
        }
        return wrong.isEmpty() ? delete(events.below(uid)) : new PushRun(output).invalid(wrong);
    }

    private int send(List<Violation> wrong) throws IOException, InterruptedException {
        String itsType = type == null ? USUAL_TYPE : type;
        CotEvent event = (left ? CotEvents.delete(uid, itsType) : CotEvents.forceDelete(uid, itsType)).build();
        CotType.parse(itsType).violations().stream()
                .map(violation -> Violation.of("--type", itsType, violation.rule()))
                .forEach(wrong::add);
        wrong.addAll(EventRules.check(event));
        return message.send(event, wrong, output);
    }

    private int delete(GatewayClient item) throws IOException, InterruptedException {
        HttpResponse<String> answer = item.delete();
        boolean deleted = answer.statusCode() == NO_CONTENT;
        String reason = deleted ? "" : GatewayClient.detail(answer);
        if (!deleted && (answer.statusCode() != NOT_FOUND || reason.isEmpty())) {
            throw item.refused(answer);
        }
        if (output.json()) {
            output.json(new Outcome(uid, deleted, reason));
        }
        String what = "  " + item.authority() + "  " + TableText.plain(uid);
        if (deleted) {
            output.out().println(output.green("deleted") + what);
            output.out().flush();
        } else {
            output.err().println(output.red("not deleted") + what + ": " + TableText.plain(reason));
            output.err().flush();
        }
        return deleted ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /**
     * What {@code --json} prints.
     *
     * @param reason why not; empty if it is deleted
     */
    private record Outcome(String uid, boolean deleted, String reason) {}
}
