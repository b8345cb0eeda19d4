package org.cotgateway.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The events that a user of ATAK thinks in. Each method gives a builder with everything set that ATAK needs; whatever
 * suits better can be set over it:
 *
 * <pre>{@code
 * CotEvent marker = CotEvents.marker("photo-17", "Bridge", 48.2082, 16.3738)
 *         .type("a-n-G-I")
 *         .remarks("Closed to traffic")
 *         .add(new Archive())
 *         .build();
 *
 * CotEvent said = CotEvents.chatTo("HQ-1", "HQ", "ANDROID-42", "Alpha", "Come in").build();
 * }</pre>
 *
 * <p>A builder made without a time takes the clock's when it is built.
 */
public final class CotEvents {

    private static final String HUMAN_ENTERED = "h-g-i-g-o";
    private static final String HUMAN_ESTIMATED = "h-e";
    private static final String MACHINE_GPS = "m-g";

    private static final Duration SELF_REPORT_INTERVAL = Duration.ofSeconds(30);
    private static final Duration CHAT_STALE = Duration.ofDays(1);
    private static final Duration TRANSFER_STALE = Duration.ofSeconds(10);
    private static final Duration DELETE_STALE = Duration.ofSeconds(20);

    /** Enough to tell the messages of one conversation apart, and short enough for two devices named by UUIDs. */
    private static final int SHORT_MESSAGE_ID_CHARS = 16;

    /** The type of the device that a link names where ATAK does not care: a friendly ground unit. */
    private static final String DEVICE_TYPE = "a-f-G-U-C";

    private CotEvents() {}

    /**
     * A marker of an unknown thing on the ground ({@code a-u-G}), placed by a person, stale in ten minutes.
     *
     * @param uid the marker's identity: the same uid again moves and changes it
     * @param callsign the name under it
     */
    public static CotEvent.Builder marker(String uid, String callsign, double lat, double lon) {
        return CotEvent.builder()
                .uid(uid)
                .type("a-u-G")
                .how(HUMAN_ENTERED)
                .point(CotPoint.of(lat, lon))
                .add(Contact.of(callsign));
    }

    /**
     * A device's own position: a friendly ground unit of team Cyan, expected every 30 seconds and stale after twice
     * that. By it a device learns the sender as a contact, if it comes by UDP or by a stream.
     *
     * @param endpoint where the sender takes messages, {@code ip:port:tcp} with an IP literal
     */
    public static CotEvent.Builder ownPosition(String uid, String callsign, String endpoint, double lat, double lon) {
        return CotEvent.builder()
                .uid(uid)
                .type(DEVICE_TYPE)
                .how(MACHINE_GPS)
                .updateInterval(SELF_REPORT_INTERVAL)
                .point(CotPoint.of(lat, lon))
                .add(Contact.at(callsign, endpoint))
                .add(new Group("Cyan", "Team Member"));
    }

    /** A chat message to everybody. */
    public static CotEvent.Builder chatToAll(String senderUid, String senderCallsign, String text) {
        return chat(senderUid, senderCallsign, Chat.EVERYBODY, Chat.EVERYBODY, text);
    }

    /**
     * A chat message to one device. Over a server add {@code Marti.toUids(receiverUid)}, or everybody gets it.
     *
     * @param receiverUid the receiving device's uid, which names the conversation
     * @param receiverCallsign its callsign, the conversation's title
     */
    public static CotEvent.Builder chatTo(
            String senderUid, String senderCallsign, String receiverUid, String receiverCallsign, String text) {
        return chat(senderUid, senderCallsign, receiverUid, receiverCallsign, text);
    }

    /**
     * An emergency of a device. Its uid is the device's with {@code -9-1-1} after it, so that the cancellation finds it.
     */
    public static CotEvent.Builder emergency(
            String deviceUid, String callsign, Emergency.Kind kind, double lat, double lon) {
        return emergencyEvent(deviceUid, callsign, lat, lon)
                .type(kind.eventType())
                .add(new Emergency(kind.label(), false, callsign));
    }

    /** The end of a device's emergency, of whatever kind it was. */
    public static CotEvent.Builder cancelEmergency(String deviceUid, String callsign, double lat, double lon) {
        return emergencyEvent(deviceUid, callsign, lat, lon).type("b-a-o-can").add(new Emergency(null, true, callsign));
    }

    /**
     * Tells that something is gone ({@code t-x-d-d}): a contact that left. Devices keep markers; see {@link
     * #forceDelete}.
     *
     * @param uid the uid of what is gone
     * @param type its type
     */
    public static CotEvent.Builder delete(String uid, String type) {
        return CotEvent.builder()
                .type("t-x-d-d")
                .how(HUMAN_ENTERED)
                .staleAfter(DELETE_STALE)
                .add(Link.to(uid, type));
    }

    /**
     * Takes an item off the devices' maps. It must not reach a device together with the event that made the item: ATAK
     * keeps no order inside a burst.
     */
    public static CotEvent.Builder forceDelete(String uid, String type) {
        return delete(uid, type).add(CotElement.named("__forcedelete").build());
    }

    /**
     * Asks a device to download a file ({@code b-f-t-r}) and to say so. Stale after 10 seconds, as ATAK's own; a device
     * acts on it at once or never.
     */
    public static CotEvent.Builder fileTransfer(FileShare file, AckRequest ack) {
        return CotEvent.builder()
                .type("b-f-t-r")
                .how(HUMAN_ESTIMATED)
                .staleAfter(TRANSFER_STALE)
                .add(file)
                .add(ack);
    }

    /** A device's answer to {@link #fileTransfer}. */
    public static CotEvent.Builder fileTransferAck(AckResponse answer) {
        return CotEvent.builder()
                .type("b-f-t-a")
                .how(MACHINE_GPS)
                .staleAfter(TRANSFER_STALE)
                .add(answer);
    }

    private static CotEvent.Builder chat(
            String senderUid, String senderCallsign, String conversation, String title, String text) {
        String room = "GeoChat." + senderUid + "." + conversation + ".";
        String messageId = messageId(EventRules.MAX_ID_CHARS - room.length());
        Instant now = Instant.now();
        ChatGroup group = new ChatGroup(conversation, List.of(senderUid, conversation));
        return CotEvent.builder()
                .uid(room + messageId)
                .type("b-t-f")
                .how(HUMAN_ENTERED)
                .time(now)
                .staleAfter(CHAT_STALE)
                .add(new Chat(conversation, title, senderCallsign, messageId, Chat.ROOT_GROUP, false, group))
                .add(Link.to(senderUid, DEVICE_TYPE))
                .add(new Remarks(text, "BAO.F.ATAK." + senderUid, conversation, now));
    }

    /** A UUID as ATAK's own, or the start of one where two long uids leave no room for it in the event's. */
    private static String messageId(int room) {
        String uuid = UUID.randomUUID().toString();
        return uuid.length() <= room ? uuid : uuid.replace("-", "").substring(0, SHORT_MESSAGE_ID_CHARS);
    }

    private static CotEvent.Builder emergencyEvent(String deviceUid, String callsign, double lat, double lon) {
        return CotEvent.builder()
                .uid(deviceUid + "-9-1-1")
                .how(MACHINE_GPS)
                .point(CotPoint.of(lat, lon))
                .add(Link.to(deviceUid, DEVICE_TYPE))
                .add(Contact.of(callsign + "-Alert"));
    }
}
