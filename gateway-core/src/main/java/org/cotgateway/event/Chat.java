package org.cotgateway.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code __chat}: which conversation a message belongs to. The words are in the {@link Remarks} beside it.
 *
 * @param id the conversation: {@link #EVERYBODY}, a group's id, or the uid of the one it is for
 * @param chatroom the conversation's name as devices show it
 * @param senderCallsign who says it
 * @param messageId the message's own id, which receipts name; old devices leave it out
 * @param parent where the conversation hangs in the contact tree, {@link #ROOT_GROUP} for those at the top
 * @param groupOwner whether the sender owns the group
 * @param group who takes part
 */
public record Chat(
        String id,
        String chatroom,
        String senderCallsign,
        @Nullable String messageId,
        @Nullable String parent,
        boolean groupOwner,
        @Nullable ChatGroup group)
        implements DetailElement {

    public static final String NAME = "__chat";

    /** The conversation that everybody is in; its id and its name. */
    public static final String EVERYBODY = "All Chat Rooms";

    /** The top of the contact tree. */
    public static final String ROOT_GROUP = "RootContactGroup";

    /** Reads the element; empty when the conversation, its name or the sender's callsign is missing. */
    public static Optional<Chat> from(CotElement element) {
        String id = element.attribute("id");
        String chatroom = element.attribute("chatroom");
        String senderCallsign = element.attribute("senderCallsign");
        if (id == null || chatroom == null || senderCallsign == null) {
            return Optional.empty();
        }
        return Optional.of(new Chat(
                id,
                chatroom,
                senderCallsign,
                element.attribute("messageId"),
                element.attribute("parent"),
                Boolean.parseBoolean(element.attribute("groupOwner")),
                element.child(ChatGroup.NAME).flatMap(ChatGroup::from).orElse(null)));
    }

    @Override
    public CotElement toElement() {
        CotElement.Builder chat = CotElement.named(NAME)
                .attribute("parent", parent)
                .attribute("groupOwner", groupOwner)
                .attribute("messageId", messageId)
                .attribute("chatroom", chatroom)
                .attribute("id", id)
                .attribute("senderCallsign", senderCallsign);
        return group == null ? chat.build() : chat.child(group).build();
    }
}
