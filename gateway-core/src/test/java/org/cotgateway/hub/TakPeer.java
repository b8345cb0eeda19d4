package org.cotgateway.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.cotgateway.codec.CotXmlReader;
import org.cotgateway.codec.CotXmlWriter;
import org.cotgateway.codec.TakReader;
import org.cotgateway.codec.TakWriter;
import org.cotgateway.codec.XmlLimits;
import org.cotgateway.event.CotEvent;

/**
 * One end of a stream that knows TAK Protocol, on a plain blocking socket, driven from a test's thread. Reads byte by byte,
 * so that it knows to the byte where one form ends and the other begins.
 */
final class TakPeer implements AutoCloseable {

    private static final byte[] END = "</event>".getBytes(StandardCharsets.UTF_8);
    private static final int LIMIT_MS = 20_000;
    private static final int MAGIC = 0xBF;

    private final Socket socket;
    private final InputStream in;

    TakPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MS);
        this.in = socket.getInputStream();
    }

    static TakPeer connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", address.getPort()), LIMIT_MS);
        return new TakPeer(socket);
    }

    /** A message of negotiation as other servers and clients write it. */
    static String control(String type, String element) {
        return StreamPeer.event("protouid", type, "<TakControl>" + element + "</TakControl>");
    }

    static String request(String version) {
        return control("t-x-takp-q", "<TakRequest version=\"" + version + "\"/>");
    }

    static byte[] frame(String xml) {
        ByteBuf frame = Unpooled.buffer();
        TakWriter.INSTANCE.writeStreamFrame(read(xml), frame);
        return ByteBufUtil.getBytes(frame);
    }

    static CotEvent read(String xml) {
        ByteBuf bytes = Unpooled.copiedBuffer(xml, StandardCharsets.UTF_8);
        return Objects.requireNonNull(
                new CotXmlReader(XmlLimits.DEFAULT).read(bytes).event(), xml);
    }

    static String write(CotEvent event) {
        ByteBuf xml = Unpooled.buffer();
        CotXmlWriter.INSTANCE.write(event, xml);
        return xml.toString(StandardCharsets.UTF_8);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void send(String bytes) throws IOException {
        send(bytes.getBytes(StandardCharsets.UTF_8));
    }

    /** The next byte, in whatever form. */
    int nextByte() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("closed by the gateway");
        }
        return next;
    }

    /** The next event as XML, with nothing before it, to its last byte. */
    String nextXml() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        do {
            read.write(nextByte());
        } while (!endsWith(read.toByteArray(), END));
        return read.toString(StandardCharsets.UTF_8);
    }

    /** The next event as a frame, with nothing before it. */
    CotEvent nextFrame() throws IOException {
        return Objects.requireNonNull(new TakReader(XmlLimits.DEFAULT)
                .readAndCheck(Unpooled.wrappedBuffer(nextPayload()))
                .event());
    }

    /** What the next frame holds, with nothing before it. */
    byte[] nextPayload() throws IOException {
        int magic = nextByte();
        if (magic != MAGIC) {
            throw new AssertionError("no frame but byte " + magic + " and " + in.available() + " others");
        }
        int length = 0;
        int shift = 0;
        int piece;
        do {
            piece = nextByte();
            length |= (piece & 0x7F) << shift;
            shift += 7;
        } while (piece > 0x7F);
        return in.readNBytes(length);
    }

    /** Takes the offer of the gateway and awaits its answer: what comes next are frames. */
    TakPeer agree() throws IOException {
        String offer = nextXml();
        if (!offer.contains("t-x-takp-v")) {
            throw new AssertionError("no offer but " + offer);
        }
        send(request("1"));
        String answer;
        do {
            answer = nextXml();
        } while (!answer.contains("t-x-takp-r"));
        if (!answer.contains("status=\"true\"")) {
            throw new AssertionError("refused: " + answer);
        }
        return this;
    }

    /** Whether nothing but the end comes. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        if (bytes.length < end.length) {
            return false;
        }
        for (int i = 0; i < end.length; i++) {
            if (bytes[bytes.length - end.length + i] != end[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
