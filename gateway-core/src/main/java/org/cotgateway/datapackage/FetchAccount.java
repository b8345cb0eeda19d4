package org.cotgateway.datapackage;

import java.time.Instant;

/** What the ledger knows of one client and one package, as it goes on. Guarded by the ledger. */
final class FetchAccount {

    private final FetchClient client;
    private final long firstMs;
    private long lastMs;
    private long started;
    private long completed;
    private long aborted;
    private long bytes;
    private boolean forgotten;

    /** Of a client that has not done anything yet. */
    FetchAccount(FetchClient client, long nowMs) {
        this.client = client;
        this.firstMs = nowMs;
        this.lastMs = nowMs;
    }

    /** One that is known from before. */
    FetchAccount(FetchRecord record) {
        client = record.client();
        firstMs = record.first().toEpochMilli();
        lastMs = record.last().toEpochMilli();
        started = record.started();
        completed = record.completed();
        aborted = record.aborted();
        bytes = record.bytes();
    }

    FetchClient client() {
        return client;
    }

    void started(long atMs) {
        started++;
        lastMs = atMs;
    }

    void completed(long written, long atMs) {
        completed++;
        bytes += written;
        lastMs = atMs;
    }

    void aborted(long written, long atMs) {
        aborted++;
        bytes += written;
        lastMs = atMs;
    }

    /** The ledger has it no longer, but perhaps a new one of this client. */
    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }

    /** As it is now. */
    FetchRecord record() {
        return new FetchRecord(
                client.sha256(),
                client.address(),
                client.receiver(),
                started,
                completed,
                aborted,
                bytes,
                Instant.ofEpochMilli(firstMs),
                Instant.ofEpochMilli(lastMs));
    }
}
