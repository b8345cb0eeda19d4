package org.cotgateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Changes one to four places of some bytes: other bytes, some less, a token of XML or TAK Protocol, a part once more. */
public final class Mutations {

    private static final List<String> TOKENS = List.of(
            "<",
            ">",
            "</event>",
            "<event ",
            "/>",
            "<!--",
            "<![CDATA[",
            "]]>",
            "\"",
            "'",
            "&",
            "&#0;",
            "\0",
            "\n",
            "<?xml",
            "<!DOCTYPE",
            "\u00bf\u00bf",
            "e999",
            "9999999999999999999",
            "t-x-takp-q");

    private final Random random;

    public Mutations(long seed) {
        random = new Random(seed);
    }

    public byte[] of(byte[] original) {
        ByteBuf bytes = Unpooled.buffer().writeBytes(original);
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.isReadable(); changes--) {
            int at = random.nextInt(bytes.readableBytes());
            switch (random.nextInt(4)) {
                case 0 -> bytes.setByte(at, random.nextInt(256));
                case 1 -> splice(bytes, at, Math.min(bytes.readableBytes(), at + random.nextInt(40)), new byte[0]);
                case 2 ->
                    splice(
                            bytes,
                            at,
                            at,
                            TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8));
                default -> splice(bytes, at, at, ByteBufUtil.getBytes(bytes, 0, random.nextInt(bytes.readableBytes())));
            }
        }
        return ByteBufUtil.getBytes(bytes);
    }

    private static void splice(ByteBuf bytes, int from, int to, byte[] between) {
        byte[] rest = ByteBufUtil.getBytes(bytes, to, bytes.writerIndex() - to);
        bytes.writerIndex(from).writeBytes(between).writeBytes(rest);
    }
}
