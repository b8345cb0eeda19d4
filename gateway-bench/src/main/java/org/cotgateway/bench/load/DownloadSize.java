package org.cotgateway.bench.load;

/** How large the packages are that are fetched. */
enum DownloadSize {
    KB_1("1k", "1 kB", 1 << 10, 1.2, 10_000, 1),
    KB_100("100k", "100 kB", 100 << 10, 1.2, 4_000, 1),
    MB_5("5m", "5 MB", 5 << 20, 1.5, 500, 0.6);

    private final String key;
    private final String title;
    private final int bytes;
    private final double goal;
    private final int pacePerSecond;
    private final double pacedShare;

    DownloadSize(String key, String title, int bytes, double goal, int pacePerSecond, double pacedShare) {
        this.key = key;
        this.title = title;
        this.bytes = bytes;
        this.goal = goal;
        this.pacePerSecond = pacePerSecond;
        this.pacedShare = pacedShare;
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
    int pacePerSecond() {
        return pacePerSecond;
    }

    /** How much of the time of the other turns a paced one takes: less where it would be long for the little that it says. */
    double pacedShare() {
        return pacedShare;
    }
}
