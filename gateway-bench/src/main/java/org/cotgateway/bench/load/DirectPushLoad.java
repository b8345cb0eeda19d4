package org.cotgateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotgateway.bench.TypicalEvent;
import org.cotgateway.bench.report.RunRecord;
import org.cotgateway.codec.CotXmlWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The direct-push load run: one event to 500 devices on loopback, again and again, by the gateway and by a non-blocking C
 * program, in turns, so that whatever else the machine does meets both. The devices are a process of their own and cost
 * the same whoever pushes.
 *
 * <pre>
 *              ┌ push.c, closes at once                ┐
 *   a turn  =  ┤ push.c, waits for the FIN             ├ → 500 connections → sink.c, which must have counted
 *              ├ push.c, and acknowledges late as well ┤                     every byte before the next push begins
 *              └ the gateway, which does both          ┘
 * </pre>
 *
 * The gateway is {@link GatewayPusher}: its loop and senders alone, in a JVM of their own. Prints a table and writes its
 * record. Run it by {@code scripts/bench push}.
 */
@Command(name = "DirectPushLoad", description = "Measures pushes to many devices by direct TCP.")
public final class DirectPushLoad implements Callable<Integer> {

    /** The gateway's, so that it is compiled; more than rounds that warm up would be. */
    private static final int FIRST_PUSHES = 200;

    private static final int FULL_PUSHES = 50;
    private static final int QUICK_PUSHES = 20;

    private static final int TRACED_PUSHES = 2;

    private static final String CLOSING = "C, closes at once";
    private static final String WAITING = "C, waits for the FIN";
    private static final String LATE = "C, waits, acknowledges late";
    private static final String GATEWAY = "gateway";

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Mixin
    private final TracedTurns tracedTurns = new TracedTurns();

    @Option(names = "--devices", defaultValue = "500", description = "How many, ${DEFAULT-VALUE} unless told.")
    private int devices;

    DirectPushLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new DirectPushLoad(), args);
    }

    @Override
    public Integer call() throws IOException {
        options.require(devices);
        byte[] message = message();
        Path messageFile = Files.createTempFile("direct-push", ".cot");
        try (DeviceSink sink = new DeviceSink(options.program("sink"), devices)) {
            Files.write(messageFile, message);
            String count = Integer.toString(devices);
            String port = Integer.toString(sink.port());
            List<String> command = List.of(options.program("push").toString(), count, port, messageFile.toString());
            try (ChildProgram program = new ChildProgram(command);
                    ChildProgram gateway =
                            ChildProgram.java(options.jvmOptions(), GatewayPusher.class, "tcp", count, port)) {
                Devices to = new Devices(sink, message.length);
                RunRecord.Builder record = measure(plan(to, program, gateway), gateway);
                tracedTurns.takeAndWrite(
                        options,
                        record,
                        profile(to, program, gateway),
                        () -> countSystemCalls(to, program, gateway, record));
            }
        } finally {
            Files.delete(messageFile);
        }
        return 0;
    }

    private RunRecord.Builder measure(LoadPlan plan, ChildProgram gateway) throws IOException {
        try (GatewayJvm jvm = GatewayJvm.of(gateway)) {
            RunRecord.Builder record = options.measure("push", plan);
            jvm.addTo(record, "push");
            return record;
        }
    }

    private LoadPlan plan(Devices to, ChildProgram program, ChildProgram gateway) throws IOException {
        int pushes = options.isQuick() ? QUICK_PUSHES : FULL_PUSHES;
        String name = "direct_" + devices;
        String load = "direct pushes to " + devices;
        Pusher closing = Pusher.program(program, "close ", devices);
        Pusher waiting = Pusher.program(program, "wait ", devices);
        Pusher late = Pusher.program(program, "late ", devices);
        Pusher ours = Pusher.program(gateway, "", devices);
        to.push(ours, FIRST_PUSHES);
        LoadPlan plan = new LoadPlan();
        LoadCase close = plan.programTurn(name + ".c_close", load, CLOSING, () -> to.push(closing, pushes));
        LoadCase wait = plan.programTurn(name + ".c_wait", load, WAITING, () -> to.push(waiting, pushes));
        LoadCase acknowledge = plan.programTurn(name + ".c_late", load, LATE, () -> to.push(late, pushes));
        LoadCase gate = plan.turn(name + ".gateway", load, GATEWAY, () -> to.push(ours, pushes));
        return plan.ratio(name + "_vs_c", load + ", beside C that closes at once", 0.8, gate, close, LoadFigure.PER_S)
                .ratio(name + "_cpu_vs_c", load + ", beside C that closes, processor time", gate, close, LoadFigure.CPU)
                .ratio(name + "_vs_c_wait", load + ", beside C that waits for the FIN", gate, wait, LoadFigure.PER_S)
                .ratio(name + "_vs_c_late", load + ", beside C that does as we do", gate, acknowledge, LoadFigure.PER_S)
                .ratio(
                        name + "_cpu_vs_c_late",
                        load + ", beside C that does as we do, processor time",
                        gate,
                        acknowledge,
                        LoadFigure.CPU);
    }

    private ThreadProfile profile(Devices to, ChildProgram program, ChildProgram gateway) {
        return new ThreadProfile("delivery")
                .of(traced(".c_close", CLOSING), look -> look(look, to, program, "close "))
                .of(traced(".c_wait", WAITING), look -> look(look, to, program, "wait "))
                .of(traced(".c_late", LATE), look -> look(look, to, program, "late "))
                .of(traced(".gateway", GATEWAY), look -> look(look, to, gateway, ""));
    }

    private void look(ThreadProfile.Look look, Devices to, ChildProgram program, String command) throws IOException {
        Pusher pusher = Pusher.program(program, command, devices);
        look.at(program.pid(), () -> to.push(pusher, FULL_PUSHES).events());
    }

    private LoadCase traced(String suffix, String who) {
        return new LoadCase("direct_" + devices + suffix, "direct pushes to " + devices, who);
    }

    private void countSystemCalls(Devices to, ChildProgram program, ChildProgram gateway, RunRecord.Builder record)
            throws IOException {
        addSystemCalls(traced(".c_close", CLOSING), program, "close ", to, record);
        addSystemCalls(traced(".c_wait", WAITING), program, "wait ", to, record);
        addSystemCalls(traced(".c_late", LATE), program, "late ", to, record);
        addSystemCalls(traced(".gateway", GATEWAY), gateway, "", to, record);
    }

    private void addSystemCalls(
            LoadCase traced, ChildProgram program, String command, Devices to, RunRecord.Builder record)
            throws IOException {
        Pusher pusher = Pusher.program(program, command, devices);
        SystemCallCounts calls =
                SystemCalls.ofLoop(program, () -> to.push(pusher, TRACED_PUSHES).events());
        TracedTurns.add(traced, "delivery", calls, record);
    }

    private static byte[] message() {
        ByteBuf xml = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(TypicalEvent.event(), xml);
        return ByteBufUtil.getBytes(xml);
    }

    /** Each push begins when the devices have all of the one before. */
    private record Devices(DeviceSink sink, int messageBytes) {

        LoadMeasure push(Pusher pusher, int times) throws IOException {
            LoadMeasure sum = pusher.push(1);
            sink.awaitOneEach(messageBytes);
            for (int push = 1; push < times; push++) {
                sum = sum.plus(pusher.push(1));
                sink.awaitOneEach(messageBytes);
            }
            return sum;
        }
    }
}
