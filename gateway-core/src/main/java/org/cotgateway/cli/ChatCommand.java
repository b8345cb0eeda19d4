package org.cotgateway.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.EventRules;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Violation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cotgw chat}: a message to everybody or to one device. */
@Command(
        name = "chat",
        description = "Sends a chat message to ATAK devices, or hands it to a running gateway.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  cotgw chat --to 10.0.0.7:4242:tcp --callsign HQ \"Come in\"",
            "  cotgw chat --gateway 10.0.0.1:8080 --to-uid ANDROID-42 \"Come in\""
        })
final class ChatCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private MessageOptions message = new MessageOptions();

    @Mixin
    private SenderOptions sender = new SenderOptions();

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private @Nullable Conversation conversation;

    @Option(names = "--to-callsign", description = "The callsign of the device of --to-uid; its uid by default.")
    private @Nullable String receiverCallsign;

    @Parameters(paramLabel = "TEXT", description = "What is said.")
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private String text;

    /** Who is spoken to. */
    static final class Conversation {
        @Option(names = "--room", description = "Speaks to everybody, in the room of all devices; the default.")
        private boolean room;

        @Option(names = "--to-uid", paramLabel = "UID", description = "Speaks to the device of this uid alone.")
        private @Nullable String receiverUid;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String to = conversation == null ? null : conversation.receiverUid;
        List<Violation> wrong = new ArrayList<>();
        if (text.isBlank()) {
            wrong.add(Violation.of("TEXT", text, "must say something"));
        }
        if (to != null && to.isBlank()) {
            wrong.add(Violation.of("--to-uid", to, "must name a device"));
        }
        CotEvent event = said(to);
        wrong.addAll(EventRules.check(event));
        return message.send(event, wrong, output);
    }

    private CotEvent said(@Nullable String to) {
        if (to == null) {
            return CotEvents.chatToAll(sender.uid(), sender.callsign(), text).build();
        }
        // Where a server takes it, it goes to that device alone; devices pass over the element.
        return CotEvents.chatTo(
                        sender.uid(), sender.callsign(), to, receiverCallsign == null ? to : receiverCallsign, text)
                .add(Marti.toUids(to))
                .build();
    }
}
