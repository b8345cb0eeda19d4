package org.cotgateway.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code chatgrp}, inside a {@link Chat}: who takes part in the conversation.
 *
 * @param id the conversation, as in {@link Chat#id()}
 * @param uids the sender first, then the others; {@link Chat#EVERYBODY} stands for all
 */
public record ChatGroup(String id, List<String> uids) implements DetailElement {

    public static final String NAME = "chatgrp";

    private static final String UID = "uid";

    public ChatGroup {
        uids = List.copyOf(uids);
    }

    /** Reads the element; empty without an id. The uids are read as far as they are numbered without a gap. */
    public static Optional<ChatGroup> from(CotElement element) {
        String id = element.attribute("id");
        if (id == null) {
            return Optional.empty();
        }
        List<String> uids = new ArrayList<>();
        String uid = element.attribute(UID + 0);
        while (uid != null) {
            uids.add(uid);
            uid = element.attribute(UID + uids.size());
        }
        return Optional.of(new ChatGroup(id, uids));
    }

    @Override
    public CotElement toElement() {
        CotElement.Builder group = CotElement.named(NAME);
        for (int i = 0; i < uids.size(); i++) {
            group.attribute(UID + i, uids.get(i));
        }
        return group.attribute("id", id).build();
    }
}
