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
 * The UDP load run: one event to 500 devices on loopback by a datagram for each, again and again, by the gateway and by a
 * {@code sendto()} loop in C, in turns. The devices are a process of their own, whose buffers hold all of a burst, so that
 * nothing is lost; if something is, the run fails.
 *
 * <pre>
 *              ┌ udp.c: a sendto() loop      ┐
 *   a turn  =  ┤ the hub, HubPusher          ├ → 500 sockets, udpsink.c, each of which must have got
 *              └ pushes, GatewayPusher       ┘               every datagram before the next burst begins
 * </pre>
 *
 * Prints a table and writes its record. Run it by {@code scripts/bench udp}.
 */
@Command(name = "UdpLoad", description = "Measures sending to many devices by UDP.")
public final class UdpLoad implements Callable<Integer> {

    private static final int MOST_IN_BURST = 200;
    /** Of the gateway's, so that it is compiled. */
    private static final int FIRST_BURSTS = 2;

    private static final int TRACED_EVENTS = 10;
    private static final int FULL_BURSTS = 10;

    private static final String C_LOOP = "C sendto() loop";
    private static final String GATEWAY = "gateway";
    private static final String PUSHES = "gateway, pushes";

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Mixin
    private final TracedTurns tracedTurns = new TracedTurns();

    @Option(names = "--devices", defaultValue = "500", description = "How many, ${DEFAULT-VALUE} unless told.")
    private int devices;

    UdpLoad() {}

    /** Takes the directory of the programs and the options above. */
    public static void main(String[] args) {
        LoadOptions.run(new UdpLoad(), args);
    }

    @Override
    public Integer call() throws IOException {
        options.require(devices);
        Path messageFile = Files.createTempFile("udp", ".cot");
        try (UdpSink sink = new UdpSink(options.program("udpsink"), devices)) {
            Files.write(messageFile, message());
            String count = Integer.toString(devices);
            String port = Integer.toString(sink.port());
            List<String> command = List.of(options.program("udp").toString(), count, port, messageFile.toString());
            try (ChildProgram program = new ChildProgram(command);
                    ChildProgram hub = ChildProgram.java(options.jvmOptions(), HubPusher.class, count, port);
                    ChildProgram pushes =
                            ChildProgram.java(options.jvmOptions(), GatewayPusher.class, "udp", count, port)) {
                RunRecord.Builder record = measure(plan(sink, program, hub, pushes), hub, pushes);
                LoadCase loop = traced(".c_loop", C_LOOP);
                LoadCase relaying = traced(".gateway", GATEWAY);
                LoadCase pushing = traced(".gateway_push", PUSHES);
                ThreadProfile profile = new ThreadProfile("delivery")
                        .of(loop, look -> look(look, program, sink))
                        .of(relaying, look -> look(look, hub, sink))
                        .of(pushing, look -> look(look, pushes, sink));
                tracedTurns.takeAndWrite(options, record, profile, () -> {
                    addSystemCalls(loop, program, sink, record);
                    addSystemCalls(relaying, hub, sink, record);
                    addSystemCalls(pushing, pushes, sink, record);
                });
            }
        } finally {
            Files.delete(messageFile);
        }
        return 0;
    }

    private RunRecord.Builder measure(LoadPlan plan, ChildProgram hub, ChildProgram pushes) throws IOException {
        try (GatewayJvm hubJvm = GatewayJvm.of(hub);
                GatewayJvm pushesJvm = GatewayJvm.of(pushes)) {
            RunRecord.Builder record = options.measure("udp", plan);
            hubJvm.addTo(record, "udp");
            pushesJvm.addTo(record, "udp_push");
            return record;
        }
    }

    private LoadPlan plan(UdpSink sink, ChildProgram program, ChildProgram hub, ChildProgram pushes)
            throws IOException {
        int bursts = options.either(FULL_BURSTS, 2);
        Pusher loop = Pusher.program(program, "", devices);
        Pusher relaying = Pusher.program(hub, "", devices);
        Pusher pushing = Pusher.program(pushes, "", devices);
        send(relaying, sink, FIRST_BURSTS);
        send(pushing, sink, FIRST_BURSTS);
        for (ChildProgram sender : List.of(program, hub, pushes)) {
            sink.keepApart(sender);
        }
        String name = "udp_" + devices;
        String load = "datagrams to " + devices;
        LoadPlan plan = new LoadPlan();
        LoadCase c = plan.programTurn(name + ".c_loop", load, C_LOOP, () -> send(loop, sink, bursts));
        LoadCase gate = plan.turn(name + ".gateway", load, GATEWAY, () -> send(relaying, sink, bursts));
        LoadCase push = plan.turn(name + ".gateway_push", load, PUSHES, () -> send(pushing, sink, bursts));
        return plan.ratio(name + "_vs_c", load + ", datagrams/s", 0.9, gate, c, LoadFigure.PER_S)
                .ratio(name + "_cpu_vs_c", load + ", processor time", gate, c, LoadFigure.CPU)
                .ratio("udp_push_" + devices + "_vs_c", load + " by pushes, datagrams/s", push, c, LoadFigure.PER_S)
                .ratio(
                        "udp_push_" + devices + "_cpu_vs_c",
                        load + " by pushes, processor time",
                        push,
                        c,
                        LoadFigure.CPU);
    }

    private LoadCase traced(String suffix, String who) {
        return new LoadCase("udp_" + devices + suffix, "datagrams to " + devices, who);
    }

    private void look(ThreadProfile.Look look, ChildProgram program, UdpSink sink) throws IOException {
        Pusher pusher = Pusher.program(program, "", devices);
        look.at(program.pid(), () -> send(pusher, sink, FULL_BURSTS / 2).events());
    }

    private void addSystemCalls(LoadCase traced, ChildProgram program, UdpSink sink, RunRecord.Builder record)
            throws IOException {
        Pusher pusher = Pusher.program(program, "", devices);
        SystemCallCounts calls = SystemCalls.ofLoop(program, () -> {
            LoadMeasure sent = pusher.push(TRACED_EVENTS);
            sink.awaitEach(TRACED_EVENTS);
            return sent.events();
        });
        TracedTurns.add(traced, "delivery", calls, record);
    }

    /** A burst is no more than the devices have room for. */
    private static LoadMeasure send(Pusher pusher, UdpSink sink, int bursts) throws IOException {
        int burst = Math.min(MOST_IN_BURST, sink.buffered());
        LoadMeasure sum = pusher.push(burst);
        sink.awaitEach(burst);
        for (int i = 1; i < bursts; i++) {
            sum = sum.plus(pusher.push(burst));
            sink.awaitEach(burst);
        }
        return sum;
    }

    private static byte[] message() {
        ByteBuf xml = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(TypicalEvent.event(), xml);
        return ByteBufUtil.getBytes(xml);
    }
}
