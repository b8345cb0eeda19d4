package org.cotgateway.bench.load;

import java.util.OptionalInt;

/** How large the packages are that are fetched. */
enum DownloadSize {
    KB_1("1k", "1 kB", 1 << 10, 1.2, OptionalInt.of(10_000)),
    KB_100("100k", "100 kB", 100 << 10, 1.2, OptionalInt.of(4_000)),
    MB_5("5m", "5 MB", 5 << 20, 1.5, OptionalInt.empty());

    private final String key;
    private final String title;
    private final int bytes;
    private final double goal;
    private final OptionalInt pacePerSecond;

    DownloadSize(String key, String title, int bytes, double goal, OptionalInt pacePerSecond) {
        this.key = key;
        this.title = title;
        this.bytes = bytes;
        this.goal = goal;
        this.pacePerSecond = pacePerSecond;
    }

    /** As figures are named. */
    String key() {
        return key;
    }

    /** In words. */
    String title() {
        return title;
    }

    int bytes() {
        return bytes;
    }

    /** How many times as many requests a second as nginx we want to answer. */
    double goal() {
        return goal;
    }

    /** How many a second are due where they are paced: what leaves either server idle most of the time. */
    OptionalInt pacePerSecond() {
        return pacePerSecond;
    }
}
