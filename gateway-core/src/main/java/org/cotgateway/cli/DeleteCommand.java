package org.cotgateway.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.CotType;
import org.cotgateway.event.Violation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cotgw delete}: takes an item off devices' maps. */
@Command(
        name = "delete",
        description = "Takes an item off the maps of ATAK devices, or has a running gateway do it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  cotgw delete well-7 --to 10.0.0.7:4242:tcp")
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private MessageOptions message = new MessageOptions();

    @Parameters(paramLabel = "UID", description = "The identity of what is to go.")
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private String uid;

    @Option(names = "--type", description = "Its type, ${DEFAULT-VALUE} by default; devices want to have one named.")
    private String type = "a-f-G";

    @Option(names = "--left", description = "It is a contact that has left; devices keep what else has this uid.")
    private boolean left;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CotEvent.Builder event = left ? CotEvents.delete(uid, type) : CotEvents.forceDelete(uid, type);
        List<Violation> wrong = new ArrayList<>();
        if (uid.isBlank()) {
            wrong.add(Violation.of("UID", uid, "must name an item"));
        }
        CotType.parse(type).violations().stream()
                .map(violation -> Violation.of("--type", type, violation.rule()))
                .forEach(wrong::add);
        return message.send(event.build(), wrong, output);
    }
}
