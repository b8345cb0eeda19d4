package org.cotgateway.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.jspecify.annotations.Nullable;

/** Makes events of every kind that XML can hold, the same for the same seed. */
public final class RandomEvents {

    private static final String[] PIECES = {
        "&",
        "<",
        ">",
        "\"",
        "'",
        "]]>",
        "<![CDATA[",
        "-->",
        "&amp;",
        "&#10;",
        "\n",
        "\r",
        "\t",
        "\r\n",
        " ",
        "  ",
        "a",
        "plain text of some length",
        "\u00E4\u00DF",
        "\u4E2D\u6587",
        "\uD83D\uDE00",
        "\uDBFF\uDFFD",
        "\uFFFD",
        "\u007F\u0085\u2028",
        "\uE000",
        "</event>",
        "/>",
        "=",
        "{}",
        "0",
        "%s",
        "\\",
        ""
    };
    private static final String[] NAMES = {
        "contact",
        "__group",
        "remarks",
        "_flow-tags_",
        "x",
        "a.b-c_d",
        "\u00E4\u00F6",
        "\u4E2D",
        "e\u0301",
        "event",
        "detail",
        "point",
        "aVeryLongNameThatNobodyHasPrepared",
        "A1"
    };
    private static final long YEAR_0 = -62_167_219_200_000L;
    private static final long YEAR_10000 = 253_402_300_800_000L;

    private final Random random;

    public RandomEvents(long seed) {
        random = new Random(seed);
    }

    public CotEvent next() {
        return new CotEvent(
                text(),
                text(),
                text(),
                text(),
                time(),
                time(),
                time(),
                maybe(text()),
                maybe(text()),
                maybe(text()),
                maybe(text()),
                maybe(text()),
                new CotPoint(number(), number(), number(), number(), number()),
                new CotDetail(children(3, true, false)));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private @Nullable String maybe(String text) {
        return random.nextBoolean() ? text : null;
    }

    private long time() {
        return random.nextInt(4) == 0
                ? YEAR_0 + (long) (random.nextDouble() * (YEAR_10000 - YEAR_0))
                : 1_700_000_000_000L + random.nextInt();
    }

    private double number() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(1_000) - 500;
            case 1 -> (random.nextInt(200_000_000) - 100_000_000) / 1e6;
            case 2 -> random.nextGaussian() * 90;
            case 3 -> CotPoint.UNKNOWN;
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : -0.0;
            }
        };
    }

    private List<CotNode> children(int depth, boolean inDetail, boolean prefixed) {
        List<CotNode> nodes = new ArrayList<>();
        boolean afterText = false;
        for (int i = depth == 0 ? 0 : random.nextInt(5); i > 0; i--) {
            String text = text();
            // Runs of text next to each other become one, empty ones none, white space in the detail too.
            if (!afterText && !text.isEmpty() && random.nextInt(3) == 0 && !(inDetail && isWhiteSpace(text))) {
                nodes.add(new CotText(text));
                afterText = true;
            } else {
                nodes.add(element(depth - 1, prefixed));
                afterText = false;
            }
        }
        return nodes;
    }

    private CotElement element(int depth, boolean prefixed) {
        List<CotAttribute> attributes = new ArrayList<>();
        boolean declares = random.nextInt(6) == 0;
        if (declares) {
            attributes.add(new CotAttribute("xmlns:p", "urn:p:" + random.nextInt(3)));
        }
        if (random.nextInt(12) == 0) {
            attributes.add(new CotAttribute("xmlns", "urn:d&e:" + random.nextInt(3)));
        }
        boolean canPrefix = prefixed || declares;
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = (canPrefix && random.nextInt(3) == 0 ? "p:" : "") + NAMES[random.nextInt(NAMES.length)];
            if (attributes.stream().noneMatch(attribute -> attribute.name().equals(name))) {
                attributes.add(new CotAttribute(name, text()));
            }
        }
        String name = (canPrefix && random.nextInt(3) == 0 ? "p:" : "") + NAMES[random.nextInt(NAMES.length)];
        return new CotElement(name, attributes, children(depth, false, canPrefix));
    }

    private static boolean isWhiteSpace(String text) {
        return text.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\n' || c == '\r');
    }
}
