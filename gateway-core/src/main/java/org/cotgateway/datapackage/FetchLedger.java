package org.cotgateway.datapackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who fetched which package: an account per package, client address and callsign. Bounded: when it is full, the client
 * that was silent for the longest time is forgotten. Survives a restart.
 *
 * <p>{@link #started}, {@link #completed} and {@link #aborted} work in memory and may be called on an event loop. A
 * worker writes what has changed to the journal. The hand-over to it is a set of clients, not a queue of happenings: it
 * cannot grow beyond the ledger, and a worker that is slow or a disk that is full delays lines and loses none. The
 * queries take some milliseconds of very many clients, and {@link #open} and {@link #close} block.
 */
public final class FetchLedger implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FetchLedger.class);

    private final int maxClients;
    private final JournalPace pace;
    private final Executor workers;
    private final Counters counters;

    /** Guarded by itself, which is held for memory work only. In order of last use, oldest first. */
    private final Map<FetchClient, FetchAccount> accounts = newAccounts();

    /** Accounts that are not in the journal as they are; guarded by the accounts and never more than they. */
    private final Set<FetchAccount> unwritten = new LinkedHashSet<>();

    /** Whether a worker is about to write; guarded by the accounts. */
    private boolean writing;

    /** Used under its own lock, which is held while writing. */
    private final FetchJournal journal;

    private boolean closed;
    private boolean failing;

    FetchLedger(
            int maxClients,
            JournalPace pace,
            Executor workers,
            Counters counters,
            Map<FetchClient, FetchAccount> loaded,
            FetchJournal journal) {
        this.maxClients = maxClients;
        this.pace = pace;
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
     * @param pause how long happenings are gathered before they are written, and in a storm of downloads five times as long: a
     *     worker that writes each at once costs more than the downloads. What is not yet written is lost if the machine stops
     *     in that time
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
        Map<FetchClient, FetchAccount> loaded = newAccounts();
        FetchJournal.read(journal, counters, record -> {
            loaded.put(record.client(), new FetchAccount(record));
            forgetOldest(loaded, maxClients, account -> counters.increment(Counter.LEDGER_CLIENTS_FORGOTTEN));
        });
        FetchJournal compact = FetchJournal.create(
                journal, loaded.values().stream().map(FetchAccount::record).toList());
        log.info("fetch ledger {} knows {} clients", journal, loaded.size());
        return new FetchLedger(maxClients, JournalPace.of(pause), workers, counters, loaded, compact);
    }

    /** A download began, in milliseconds since 1970-01-01T00:00:00Z, as in the others. */
    public void started(FetchClient client, long atMs) {
        boolean wake;
        synchronized (accounts) {
            account(client, atMs).started(atMs);
            wake = isToBeWoken();
        }
        writeSoon(wake);
    }

    /** A download was written to its last byte. */
    public void completed(FetchClient client, long bytes, long atMs) {
        boolean wake;
        synchronized (accounts) {
            account(client, atMs).completed(bytes, atMs);
            wake = isToBeWoken();
        }
        writeSoon(wake);
    }

    /** A download ended after so many bytes, which were not all. */
    public void aborted(FetchClient client, long bytes, long atMs) {
        boolean wake;
        synchronized (accounts) {
            account(client, atMs).aborted(bytes, atMs);
            wake = isToBeWoken();
        }
        writeSoon(wake);
    }

    /**
     * All accounts, the client that was silent for the longest time first: each as it is at one moment, which need not be that of
     * the others.
     */
    public List<FetchRecord> records() {
        return asTheyAre(all());
    }

    /** The accounts of one package, in the same order. */
    public List<FetchRecord> recordsOf(String sha256) {
        return asTheyAre(all().stream()
                .filter(account -> account.client().sha256().equals(sha256))
                .toList());
    }

    /** Writes what is not yet in the journal and closes it. What happens afterwards is not kept. */
    @Override
    public void close() {
        synchronized (journal) {
            writeBatch();
            closed = true;
            try {
                journal.close();
            } catch (IOException failure) {
                log.warn("fetch ledger not closed cleanly: {}", Failures.reason(failure));
            }
        }
    }

    private static Map<FetchClient, FetchAccount> newAccounts() {
        return new LinkedHashMap<>(16, 0.75f, true);
    }

    private List<FetchAccount> all() {
        synchronized (accounts) {
            return List.copyOf(accounts.values());
        }
    }

    /** Each for itself: a loop that counts downloads is not to wait for all of them. */
    private List<FetchRecord> asTheyAre(List<FetchAccount> some) {
        return some.stream()
                .map(account -> {
                    synchronized (accounts) {
                        return account.record();
                    }
                })
                .toList();
    }

    /** The client's account, which is about to change; a new one if there is none, or if it has been forgotten. */
    private FetchAccount account(FetchClient client, long nowMs) {
        FetchAccount account = accounts.get(client);
        if (account == null) {
            account = new FetchAccount(client, nowMs);
            accounts.put(client, account);
            forgetOldest(accounts, maxClients, this::forget);
        }
        unwritten.add(account);
        return account;
    }

    private void forget(FetchAccount account) {
        account.forget();
        unwritten.remove(account);
        counters.increment(Counter.LEDGER_CLIENTS_FORGOTTEN);
    }

    /** Whether nobody is about to write what has changed; from now on somebody is. */
    private boolean isToBeWoken() {
        boolean wake = !writing;
        writing = true;
        return wake;
    }

    private void writeSoon(boolean wake) {
        if (wake) {
            pace.next(this::wakeWorker);
        }
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
        boolean more;
        synchronized (journal) {
            more = !closed && writeBatch();
        }
        writeSoon(more);
    }

    /**
     * Under the journal's lock. A failure leaves for the next time what was not written and is not forgotten meanwhile.
     *
     * @return whether more has changed meanwhile, for which nobody else wakes a worker
     */
    private boolean writeBatch() {
        List<FetchAccount> batch = takeUnwritten();
        try {
            if (!batch.isEmpty()) {
                journal.append(asTheyAre(batch));
                compactIfWorthIt();
            }
            failing = false;
            return isMoreToWrite();
        } catch (IOException failure) {
            giveBack(batch);
            if (!failing) {
                log.warn("fetch ledger cannot be written, will be tried again: {}", Failures.reason(failure));
            }
            failing = true;
            return false;
        }
    }

    private void compactIfWorthIt() throws IOException {
        int clients;
        synchronized (accounts) {
            clients = accounts.size();
        }
        if (journal.isWorthCompacting(clients)) {
            journal.compact(asTheyAre(all()));
        }
    }

    private List<FetchAccount> takeUnwritten() {
        synchronized (accounts) {
            List<FetchAccount> batch = List.copyOf(unwritten);
            unwritten.clear();
            return batch;
        }
    }

    private boolean isMoreToWrite() {
        synchronized (accounts) {
            writing = !unwritten.isEmpty();
            return writing;
        }
    }

    private void giveBack(List<FetchAccount> batch) {
        synchronized (accounts) {
            for (FetchAccount account : batch) {
                if (!account.isForgotten()) {
                    unwritten.add(account);
                }
            }
            writing = false;
        }
    }

    private static void forgetOldest(
            Map<FetchClient, FetchAccount> accounts, int maxClients, Consumer<FetchAccount> forgotten) {
        Iterator<FetchAccount> oldestFirst = accounts.values().iterator();
        while (accounts.size() > maxClients) {
            forgotten.accept(oldestFirst.next());
            oldestFirst.remove();
        }
    }
}
