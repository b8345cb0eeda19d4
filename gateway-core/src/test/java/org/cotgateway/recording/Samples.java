package org.cotgateway.recording;

import java.time.Instant;
import java.util.SplittableRandom;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotPoint;

/** Events and texts to record. */
final class Samples {

    private static final String ODD = "aZ9 <>&\"'\\/{}[\u00e4\u20ac\u2028\u009b\n\t";

    private Samples() {}

    static String event(String uid, long timeMs, String remarks) {
        return "<event version='2.0' uid='" + uid + "' type='a-f-G' how='m-g' time='" + Instant.ofEpochMilli(timeMs)
                + "' start='" + Instant.ofEpochMilli(timeMs) + "' stale='" + Instant.ofEpochMilli(timeMs + 60_000)
                + "'><point lat='1' lon='2' hae='3' ce='4' le='5'/><detail><remarks><![CDATA[" + remarks
                + "]]></remarks></detail></event>";
    }

    /** An event of the same kind, without its XML. */
    static RecordingEntry.Event recorded(String uid, long atMs) {
        CotEvent event = CotEvent.builder()
                .uid(uid)
                .type("a-f-G")
                .time(Instant.ofEpochMilli(atMs))
                .point(CotPoint.of(1, 2))
                .build();
        return new RecordingEntry.Event(atMs, "", "xml", "<event/>", event);
    }

    static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(ODD.charAt(random.nextInt(ODD.length())));
        }
        return text.toString();
    }
}
