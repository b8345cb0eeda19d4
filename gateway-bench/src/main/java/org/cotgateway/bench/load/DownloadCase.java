package org.cotgateway.bench.load;

import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What is fetched, and by how many.
 *
 * @param size of the package
 * @param clients how many fetch it at once, or may
 * @param perSecond how many downloads a second are due; if none, each client begins anew as soon as it has the package
 */
record DownloadCase(DownloadSize size, int clients, OptionalInt perSecond) implements Comparable<DownloadCase> {

    private static final int FEW = 64;

    private static final Comparator<DownloadCase> ORDER = Comparator.comparing(DownloadCase::size)
            .thenComparing(DownloadCase::isPaced)
            .thenComparingInt(DownloadCase::clients);

    /** As fast as a few clients can. */
    static DownloadCase few(DownloadSize size) {
        return new DownloadCase(size, FEW, OptionalInt.empty());
    }

    /** As fast as many can. */
    static DownloadCase many(DownloadSize size, int clients) {
        return new DownloadCase(size, clients, OptionalInt.empty());
    }

    /** At its pace, as many at once as that takes, up to a few. */
    static DownloadCase paced(DownloadSize size) {
        return new DownloadCase(size, FEW, OptionalInt.of(size.pacePerSecond()));
    }

    boolean isPaced() {
        return perSecond.isPresent();
    }

    /** Of which the goals of answers a second are. */
    boolean isFewFlatOut() {
        return clients == FEW && !isPaced();
    }

    /** What names of figures begin with. */
    String figureKey() {
        return "http_" + size.key() + (isPaced() ? "_paced" : "_" + clients);
    }

    /** What names of ratios begin with: those of the goals of answers a second have none of the clients. */
    String ratioKey() {
        return isFewFlatOut() ? "http_" + size.key() : figureKey();
    }

    String words() {
        String who = (isPaced() ? " to up to " : " to ") + clients + " clients";
        return size.title() + (isPaced() ? String.format(Locale.ROOT, ", %,d/s", perSecond.getAsInt()) : "") + who;
    }

    /**
     * What {@code download.c} is asked for.
     *
     * @param turnMs how long a turn is that is not paced
     */
    String command(int port, int turnMs, SizedPackage fetched) {
        long ms = isPaced() ? Math.round(turnMs * size.pacedShare()) : turnMs;
        String command =
                port + " " + clients + " " + ms + " " + fetched.file() + " " + fetched.urlPath() + "?to=download-load";
        return isPaced() ? command + " " + perSecond.getAsInt() : command;
    }

    @Override
    public int compareTo(DownloadCase other) {
        return ORDER.compare(this, other);
    }
}
