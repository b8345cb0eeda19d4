package org.cotgateway.http;

import java.net.InetAddress;
import org.cotgateway.datapackage.FetchClient;
import org.cotgateway.datapackage.FetchLedger;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;

/** Reports downloads to everyone who keeps an account of them: counters, ledger, observer. Loop-only. */
final class FetchRecorder {

    private final FetchLedger ledger;
    private final FetchObserver observer;
    private final Counters counters;

    FetchRecorder(FetchLedger ledger, FetchObserver observer, Counters counters) {
        this.ledger = ledger;
        this.observer = observer;
        this.counters = counters;
    }

    /** Reports that a download of a whole package begins, and gives what reports the rest. */
    BodyObserver started(String sha256, InetAddress client, @Nullable String receiver, @Nullable String request) {
        long nowMs = System.currentTimeMillis();
        Fetch fetch = new Fetch(sha256, client, receiver, request, 0, nowMs, nowMs);
        counters.increment(Counter.FETCHES_STARTED);
        FetchClient account = FetchClient.of(sha256, client, receiver);
        ledger.started(account, nowMs);
        observer.started(fetch);
        return new Whole(fetch, account);
    }

    /** Counts the bytes of a part of a package, which is no download in the ledger's sense. */
    BodyObserver part() {
        return new BodyObserver() {
            @Override
            public void wrote(long bytes) {
                counters.add(Counter.FETCH_BYTES, bytes);
            }

            @Override
            public void ended(boolean whole) {
                // Nobody keeps an account of parts.
            }
        };
    }

    private final class Whole implements BodyObserver {
        private final Fetch begun;
        private final FetchClient account;
        private long bytes;

        Whole(Fetch begun, FetchClient account) {
            this.begun = begun;
            this.account = account;
        }

        @Override
        public void wrote(long more) {
            bytes += more;
            counters.add(Counter.FETCH_BYTES, more);
        }

        @Override
        public void ended(boolean whole) {
            long nowMs = System.currentTimeMillis();
            Fetch fetch = begun.ended(bytes, nowMs);
            if (whole) {
                counters.increment(Counter.FETCHES_COMPLETED);
                ledger.completed(account, bytes, nowMs);
                observer.completed(fetch);
            } else {
                counters.increment(Counter.FETCHES_ABORTED);
                ledger.aborted(account, bytes, nowMs);
                observer.aborted(fetch);
            }
        }
    }
}
