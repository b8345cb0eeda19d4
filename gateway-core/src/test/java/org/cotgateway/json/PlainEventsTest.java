package org.cotgateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.cotgateway.codec.RandomEvents;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.CotText;
import org.cotgateway.event.EventRules;
import org.junit.jupiter.api.Test;

class PlainEventsTest {

    private static final long SEED = 4;

    private static final String[] TEXTS = {
        "",
        " ",
        "a",
        "a-f-G",
        "a-f-G-U-C",
        "t-x-d-d",
        "m-g",
        "-",
        "a-",
        "a--b",
        "A",
        "ab",
        "a-.",
        "a-b_c",
        "a-*",
        "x\n",
        "\u0007",
        "\u00E4",
        "fileshare",
        "ackrequest",
        "link",
        "xmlns",
        "p:x",
        "x1",
        "_x",
        "u".repeat(100),
        "u".repeat(101),
        "\uD800",
        "~\u007F"
    };
    private static final double[] NUMBERS = {
        0, -0.0, 1, 90, 90.1, -180, 181, 9999999, -1, Double.NaN, Double.POSITIVE_INFINITY
    };
    private static final long[] TIMES = {
        -1, 0, 1, 1_700_000_000_000L, 1_700_000_000_001L, 4_294_967_295_999L, 4_294_967_296_000L
    };

    private final Random random = new Random(SEED);

    @Test
    void nothingThatBreaksRulesIsPlain() {
        RandomEvents anything = new RandomEvents(SEED);
        int plain = 0;
        for (int i = 0; i < 200_000; i++) {
            CotEvent event = i % 10 == 0 ? anything.next() : next();
            if (PlainEvents.isPlain(event)) {
                plain++;
                assertThat(EventRules.check(event))
                        .as("seed %s, event %s: %s", SEED, i, event)
                        .isEmpty();
            }
        }
        assertThat(plain).isGreaterThan(1_000);
    }

    /** A plain event with one or two things that are odd. */
    private CotEvent next() {
        CotEvent event = new CotEvent(
                CotEvent.VERSION,
                "u-1",
                "a-f-G",
                "m-g",
                1,
                1,
                2,
                null,
                null,
                null,
                null,
                null,
                CotPoint.NOWHERE,
                detail());
        for (int i = random.nextInt(3); i > 0; i--) {
            event = odd(event);
        }
        return event;
    }

    private CotEvent odd(CotEvent event) {
        CotEvent.Builder odd = event.toBuilder();
        List<Consumer<String>> texts = List.of(odd::version, odd::uid, odd::type, odd::how, odd::access, odd::opex);
        CotPoint point = event.point();
        switch (random.nextInt(4)) {
            case 0 -> texts.get(random.nextInt(texts.size())).accept(text());
            case 1 -> odd.point(new CotPoint(number(), number(), point.hae(), point.ce(), point.le()));
            case 2 -> odd.point(new CotPoint(point.lat(), point.lon(), number(), number(), number()));
            default -> {
                return new CotEvent(
                        event.version(),
                        event.uid(),
                        event.type(),
                        event.how(),
                        time(),
                        time(),
                        time(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        point,
                        event.detail());
            }
        }
        return odd.build();
    }

    private CotDetail detail() {
        List<CotNode> nodes = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            List<CotAttribute> attributes = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                attributes.add(new CotAttribute(random.nextBoolean() ? "x" : text(), text()));
            }
            nodes.add(new CotElement(text(), attributes, List.of(new CotText(text()))));
        }
        return new CotDetail(nodes);
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private double number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private long time() {
        return TIMES[random.nextInt(TIMES.length)];
    }
}
