package org.cotgateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotgateway.bench.TypicalEvent;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.event.CotEvent;

/**
 * The direct-push load run: one event to 500 devices on loopback, again and again, by the gateway and by a non-blocking C
 * program, in turns, so that whatever else the machine does meets both. The devices are a process of their own and cost
 * the same whoever pushes.
 *
 * <pre>
 *              ┌ push.c, closes at once         ┐
 *   a turn  =  ┤ push.c, waits for the FIN      ├ → 500 connections → sink.c, which must have counted
 *              └ the gateway, waits for the FIN ┘                     every byte before the next begins
 * </pre>
 *
 * Prints a table and writes the same figures as JSON. Run it by {@code scripts/bench}.
 */
public final class DirectPushLoad {

    private static final int DEVICES = 500;
    private static final int WARM_UP_TURNS = 200;
    private static final int MEASURED_TURNS = 100;

    private DirectPushLoad() {}

    /** Takes the directory that holds the programs {@code sink} and {@code push}, and the JSON file to write. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: DirectPushLoad PROGRAMS JSON-FILE");
            System.exit(2);
        }
        DirectPushReport report = run(Path.of(args[0]));
        System.out.print(report.table());
        Files.writeString(Path.of(args[1]), report.json());
    }

    private static DirectPushReport run(Path programs) throws IOException {
        CotEvent event = TypicalEvent.event();
        byte[] message = encode(event);
        Path messageFile = Files.createTempFile("direct-push", ".cot");
        try (DeviceSink sink = new DeviceSink(programs.resolve("sink"), DEVICES);
                GatewayPusher gateway = new GatewayPusher(sink.endpoints(), event)) {
            Files.write(messageFile, message);
            List<String> command = List.of(
                    programs.resolve("push").toString(),
                    Integer.toString(DEVICES),
                    Integer.toString(sink.port()),
                    messageFile.toString());
            try (ChildProgram program = new ChildProgram(command)) {
                return takeTurns(
                        sink,
                        message.length,
                        new ProgramPusher(program, ProgramPusher.CLOSE),
                        new ProgramPusher(program, ProgramPusher.WAIT),
                        gateway);
            }
        } finally {
            Files.delete(messageFile);
        }
    }

    private static DirectPushReport takeTurns(
            DeviceSink sink, int messageBytes, Pusher closing, Pusher waiting, Pusher gateway) throws IOException {
        DirectPushReport report = new DirectPushReport(DEVICES, messageBytes, MEASURED_TURNS);
        for (int turn = -WARM_UP_TURNS; turn < MEASURED_TURNS; turn++) {
            RoundCost closingCost = push(closing, sink, messageBytes);
            RoundCost waitingCost = push(waiting, sink, messageBytes);
            RoundCost gatewayCost = push(gateway, sink, messageBytes);
            if (turn >= 0) {
                report.add(closingCost, waitingCost, gatewayCost);
            }
        }
        return report;
    }

    private static RoundCost push(Pusher pusher, DeviceSink sink, int messageBytes) throws IOException {
        RoundCost cost = pusher.push();
        sink.awaitOneEach(messageBytes);
        return cost;
    }

    private static byte[] encode(CotEvent event) {
        ByteBuf xml = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, xml);
        return ByteBufUtil.getBytes(xml);
    }
}
