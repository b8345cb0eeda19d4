package org.cotgateway.datapackage;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.cotgateway.datapackage.FetchRecord.Client;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who fetched which package: an account per package, client address and callsign. Bounded: when it is full, the client
 * that was silent for the longest time is forgotten. Survives a restart.
 *
 * <p>{@link #started}, {@link #completed}, {@link #aborted} and the queries work in memory and may be called on an event
 * loop. A worker writes what has changed to the journal. The hand-over to it is a set of clients, not a queue of
 * happenings: it cannot grow beyond the ledger, and a worker that is slow or a disk that is full delays lines and loses
 * none. {@link #open} and {@link #close} block.
 */
public final class FetchLedger implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FetchLedger.class);

    private final int maxClients;
    /** Calls {@link #wakeWorker}, now or soon. */
    private final Executor soon;

    private final Executor workers;
    private final Counters counters;

    /** Guarded by itself, which is held for memory work only. In order of last use, oldest first. */
    private final Map<Client, FetchRecord> accounts = new LinkedHashMap<>(16, 0.75f, true);

    /** Accounts that are not in the journal as they are; guarded by the accounts and never more than they. */
    private final Map<Client, FetchRecord> unwritten = new LinkedHashMap<>();

    /** Whether a worker is about to write; guarded by the accounts. */
    private boolean writing;

    /** Used under its own lock, which is held while writing. */
    private final FetchJournal journal;

    private boolean closed;
    private boolean failing;

    FetchLedger(
            int maxClients,
            Executor soon,
            Executor workers,
            Counters counters,
            Map<Client, FetchRecord> loaded,
            FetchJournal journal) {
        this.maxClients = maxClients;
        this.soon = soon;
        this.workers = workers;
        this.counters = counters;
        this.accounts.putAll(loaded);
        this.journal = journal;
    }

    /**
     * Opens a ledger and reads its journal.
     *
     * @param journal its file; made when missing
     * @param maxClients accounts to keep, at least 1
     * @param pause how long happenings are gathered before they are written: in a storm of downloads a worker that writes
     *     each at once costs more than the downloads. What is not yet written is lost if the machine stops in that time
     * @param workers write the journal
     * @throws IOException when the journal cannot be read or written
     */
    public static FetchLedger open(Path journal, int maxClients, Duration pause, Executor workers, Counters counters)
            throws IOException {
        if (maxClients < 1) {
            throw new IllegalArgumentException("maxClients is " + maxClients + ", must be at least 1");
        }
        Path directory = journal.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Map<Client, FetchRecord> loaded = new LinkedHashMap<>(16, 0.75f, true);
        FetchJournal.read(journal, counters, record -> {
            loaded.put(record.client(), record);
            forgetOldest(loaded, maxClients, client -> counters.increment(Counter.LEDGER_CLIENTS_FORGOTTEN));
        });
        FetchJournal compact = FetchJournal.create(journal, loaded.values());
        log.info("fetch ledger {} knows {} clients", journal, loaded.size());
        Executor now = Runnable::run;
        Executor soon =
                pause.isZero() ? now : CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, now);
        return new FetchLedger(maxClients, soon, workers, counters, loaded, compact);
    }

    /** A download began. */
    public void started(String sha256, InetAddress client, @Nullable String receiver, long atMs) {
        Instant now = Instant.ofEpochMilli(atMs);
        update(sha256, client, receiver, now, account -> account.started(now));
    }

    /** A download was written to its last byte. */
    public void completed(String sha256, InetAddress client, @Nullable String receiver, long bytes, long atMs) {
        Instant now = Instant.ofEpochMilli(atMs);
        update(sha256, client, receiver, now, account -> account.completed(bytes, now));
    }

    /** A download ended after so many bytes, which were not all. */
    public void aborted(String sha256, InetAddress client, @Nullable String receiver, long bytes, long atMs) {
        Instant now = Instant.ofEpochMilli(atMs);
        update(sha256, client, receiver, now, account -> account.aborted(bytes, now));
    }

    /** All accounts as they are now, the client that was silent for the longest time first. */
    public List<FetchRecord> records() {
        synchronized (accounts) {
            return List.copyOf(accounts.values());
        }
    }

    /** The accounts of one package, in the same order. */
    public List<FetchRecord> recordsOf(String sha256) {
        return records().stream()
                .filter(account -> account.sha256().equals(sha256))
                .toList();
    }

    /** Writes what is not yet in the journal and closes it. What happens afterwards is not kept. */
    @Override
    public void close() {
        synchronized (journal) {
            writeAll();
            closed = true;
            try {
                journal.close();
            } catch (IOException failure) {
                log.warn("fetch ledger not closed cleanly: {}", Failures.reason(failure));
            }
        }
    }

    private void update(
            String sha256,
            InetAddress address,
            @Nullable String receiver,
            Instant now,
            UnaryOperator<FetchRecord> change) {
        Client client = new Client(sha256, address.getHostAddress(), receiver == null ? "" : receiver);
        boolean wake;
        synchronized (accounts) {
            FetchRecord account = accounts.get(client);
            FetchRecord changed = change.apply(account == null ? FetchRecord.unused(client, now) : account);
            accounts.put(client, changed);
            unwritten.put(client, changed);
            forgetOldest(accounts, maxClients, this::forget);
            wake = !writing;
            writing = true;
        }
        if (wake) {
            soon.execute(this::wakeWorker);
        }
    }

    private void forget(Client client) {
        unwritten.remove(client);
        counters.increment(Counter.LEDGER_CLIENTS_FORGOTTEN);
    }

    private void wakeWorker() {
        try {
            workers.execute(this::write);
        } catch (RejectedExecutionException workersAreBusy) {
            synchronized (accounts) {
                writing = false;
            }
        }
    }

    private void write() {
        synchronized (journal) {
            if (!closed) {
                writeAll();
            }
        }
    }

    /** Under the journal's lock. A failure leaves for the next time what was not written and is not forgotten meanwhile. */
    private void writeAll() {
        List<FetchRecord> batch = takeUnwritten();
        try {
            while (!batch.isEmpty()) {
                journal.append(batch);
                compactIfWorthIt();
                batch = takeUnwritten();
            }
            failing = false;
        } catch (IOException failure) {
            giveBack(batch);
            if (!failing) {
                log.warn("fetch ledger cannot be written, will be tried again: {}", Failures.reason(failure));
            }
            failing = true;
        }
    }

    private void compactIfWorthIt() throws IOException {
        List<FetchRecord> all;
        synchronized (accounts) {
            if (!journal.isWorthCompacting(accounts.size())) {
                return;
            }
            all = List.copyOf(accounts.values());
        }
        journal.compact(all);
    }

    /** Accounts to write; with none of them the worker is done. */
    private List<FetchRecord> takeUnwritten() {
        synchronized (accounts) {
            List<FetchRecord> batch = List.copyOf(unwritten.values());
            unwritten.clear();
            writing = !batch.isEmpty();
            return batch;
        }
    }

    private void giveBack(List<FetchRecord> batch) {
        synchronized (accounts) {
            for (FetchRecord account : batch) {
                if (accounts.containsKey(account.client())) {
                    unwritten.putIfAbsent(account.client(), account);
                }
            }
            writing = false;
        }
    }

    private static void forgetOldest(Map<Client, FetchRecord> accounts, int maxClients, Consumer<Client> forgotten) {
        Iterator<Client> oldestFirst = accounts.keySet().iterator();
        while (accounts.size() > maxClients) {
            forgotten.accept(oldestFirst.next());
            oldestFirst.remove();
        }
    }
}
