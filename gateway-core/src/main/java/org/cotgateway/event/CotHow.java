package org.cotgateway.event;

import java.util.List;

/** Explains an event's {@code how}: {@code m-g} is machine, GPS. Safe on any thread. */
public final class CotHow {

    private static final CodeTree TREE = CodeTree.load("hows.txt");

    private CotHow() {}

    /** The parts with what they mean; any text will do. */
    public static List<CodePart> parts(String how) {
        return TREE.explain(how);
    }

    /** In words: {@code machine, GPS}; an unknown part as {@code unknown part q}. */
    public static String explain(String how) {
        return CodeTree.inWords(parts(how));
    }
}
