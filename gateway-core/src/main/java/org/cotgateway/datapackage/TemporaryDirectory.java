package org.cotgateway.datapackage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for what need not outlive it, deleted on close. A process that is killed leaves its own behind, for a later one to
 * {@link #removeAbandoned remove}: the name has the process in it, and its lock is freed with the process. Both must say that
 * nobody is there, since a process in another container may not be seen from here. Where several machines share the directory
 * and locks do not reach from one to the other, neither says it. Touches the disk: not for the loop.
 */
public final class TemporaryDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TemporaryDirectory.class);

    private static final String PREFIX = "cotgw-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,10})-[0-9]+");

    /** A younger one may not be locked yet; and by so much may the clocks of files and processes differ. */
    private static final Duration LEAST_AGE = Duration.ofMinutes(1);

    private final Path parent;
    private final Path path;
    private final StoreLock lock;

    private TemporaryDirectory(Path parent, Path path, StoreLock lock) {
        this.parent = parent;
        this.path = path;
        this.lock = lock;
    }

    /** Makes one, for this user alone, where the system keeps what is temporary. */
    public static TemporaryDirectory make() throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static TemporaryDirectory in(Path parent) throws IOException {
        Path made = Files.createTempDirectory(
                parent, PREFIX + ProcessHandle.current().pid() + "-");
        return new TemporaryDirectory(parent, made, StoreLock.take(made));
    }

    public Path path() {
        return path;
    }

    /** Removes those beside this one that killed processes of this user left behind and last changed a minute ago or before. */
    public void removeAbandoned() {
        int removed = 0;
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                if (removeIfAbandoned(other)) {
                    removed++;
                }
            }
        } catch (IOException | DirectoryIteratorException failure) {
            log.debug("temporary directories in {} are not looked through", parent, failure);
        }
        if (removed > 0) {
            log.info("removed {} temporary directories of processes that were killed", removed);
        }
    }

    private static boolean hasNameOfNobodyThere(Path other) throws IOException {
        Matcher name = NAME.matcher(String.valueOf(other.getFileName()));
        if (!name.matches()) {
            return false;
        }
        Instant lastChanged =
                Files.getLastModifiedTime(other, LinkOption.NOFOLLOW_LINKS).toInstant();
        return ProcessHandle.of(Long.parseLong(name.group(1)))
                .filter(process -> mayHaveMade(process, lastChanged))
                .isEmpty();
    }

    /** Numbers come again: the first process of a container has the same at each start. */
    private static boolean mayHaveMade(ProcessHandle process, Instant lastChanged) {
        return process.info()
                .startInstant()
                .map(began -> began.isBefore(lastChanged.plus(LEAST_AGE)))
                .orElse(true);
    }

    private boolean removeIfAbandoned(Path other) {
        try {
            if (!hasNameOfNobodyThere(other)
                    || !Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path))
                    || Files.getLastModifiedTime(other)
                            .toInstant()
                            .isAfter(Instant.now().minus(LEAST_AGE))) {
                return false;
            }
            StoreLock.take(other).close();
            delete(other);
            return true;
        } catch (IOException | UncheckedIOException | UnsupportedOperationException stays) {
            log.debug("temporary directory {} is not removed", other, stays);
            return false;
        }
    }

    /** Links in it go, and what they lead to stays. */
    private static void delete(Path directory) throws IOException {
        try (Stream<Path> content = Files.walk(directory)) {
            for (Path found : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(found);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        delete(path);
    }
}
