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
 *              ┌ udp.c: a sendto() loop    ┐
 *   a turn  =  ┤                           ├ → 500 sockets, udpsink.c, each of which must have got
 *              └ the gateway, GatewayPusher┘               every datagram before the next burst begins
 * </pre>
 *
 * Prints a table and writes its record. Run it by {@code scripts/bench udp}.
 */
@Command(name = "UdpLoad", description = "Measures sending to many devices by UDP.")
public final class UdpLoad implements Callable<Integer> {

    private static final int MOST_IN_BURST = 200;
    /** The gateway's, so that it is compiled. */
    private static final int FIRST_BURSTS = 2;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(names = "--devices", defaultValue = "500", description = "How many, ${DEFAULT-VALUE} unless told.")
    private int devices;

    private UdpLoad() {}

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
                    ChildProgram gateway =
                            ChildProgram.java(options.jvmOptions(), GatewayPusher.class, "udp", count, port)) {
                options.write(options.measure("udp", plan(sink, program, gateway)));
            }
        } finally {
            Files.delete(messageFile);
        }
        return 0;
    }

    private LoadPlan plan(UdpSink sink, ChildProgram program, ChildProgram gateway) throws IOException {
        int bursts = options.either(10, 2);
        Pusher loop = Pusher.program(program, "", devices);
        Pusher ours = Pusher.program(gateway, "", devices);
        send(ours, sink, FIRST_BURSTS);
        String name = "udp_" + devices;
        String load = "datagrams to " + devices;
        LoadPlan plan = new LoadPlan();
        LoadCase c = plan.turn(name + ".c_loop", load, "C sendto() loop", () -> send(loop, sink, bursts));
        LoadCase gate = plan.turn(name + ".gateway", load, "gateway", () -> send(ours, sink, bursts));
        return plan.ratio(name + "_vs_c", load + ", datagrams/s", 0.9, gate, c, LoadFigure.PER_S)
                .ratio(name + "_cpu_vs_c", load + ", processor time", gate, c, LoadFigure.CPU);
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
