package org.cotgateway.bench.report;

import java.io.IOException;

/** The part of a file that a program writes, between two comments; all else in it is somebody's own. */
final class MarkedPart {

    private static final String BEGIN = "<!-- results: what is between this line and the last of these is written by "
            + "scripts/bench report --readme -->\n";
    private static final String END = "<!-- end of results -->\n";

    private MarkedPart() {}

    /** A file that has nothing else. */
    static String alone(String part) {
        return BEGIN + "\n" + part + "\n" + END;
    }

    /**
     * A file with another such part in the place of the one it has.
     *
     * @throws IOException if it has none, or more than one
     */
    static String replaced(String file, String part) throws IOException {
        int begin = file.indexOf(BEGIN);
        int end = file.indexOf(END);
        if (begin < 0 || end < begin || file.lastIndexOf(BEGIN) != begin || file.lastIndexOf(END) != end) {
            throw new IOException("these two lines should be in it, once and in this order, and the results go between "
                    + "them:\n" + BEGIN + END);
        }
        return file.substring(0, begin) + alone(part) + file.substring(end + END.length());
    }
}
