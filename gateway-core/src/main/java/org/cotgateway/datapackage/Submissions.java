package org.cotgateway.datapackage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The submissions of a store's packages, each in a file beside its package, {@code <sha256>.json}, so that it comes and goes
 * with it. {@link #find} looks into memory only; the rest touches the disk.
 */
final class Submissions {

    static final String SUFFIX = ".json";

    private static final Logger log = LoggerFactory.getLogger(Submissions.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final String temporarySuffix;
    private final Map<String, Submission> all = new ConcurrentHashMap<>();

    /** @param temporarySuffix of files that the store removes when it opens */
    Submissions(Path directory, String temporarySuffix) {
        this.directory = directory;
        this.temporarySuffix = temporarySuffix;
    }

    /** Reads a submission's file, or removes it if it has no package or cannot be read. */
    void load(Path file, Predicate<String> isStored) throws IOException {
        String name = file.getFileName().toString();
        String sha256 = name.substring(0, name.length() - SUFFIX.length());
        try {
            if (isStored.test(sha256)) {
                all.put(sha256, submission(JSON.readTree(Files.readAllBytes(file))));
                return;
            }
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            log.warn("who uploaded package {} is not known any more: {} cannot be read", sha256, file);
        }
        Files.delete(file);
    }

    Optional<Submission> find(String sha256) {
        return Optional.ofNullable(all.get(sha256));
    }

    /** Keeps a submission; its file is replaced as a whole or not at all. */
    void put(String sha256, Submission submission) throws IOException {
        Path temporary = Files.createTempFile(directory, "submission-", temporarySuffix);
        try {
            Files.writeString(temporary, json(submission), StandardCharsets.UTF_8);
            Files.move(temporary, file(sha256), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Failures.removeQuietly(temporary);
        }
        all.put(sha256, submission);
    }

    /** Forgets a submission, if there is one. */
    void remove(String sha256) {
        if (all.remove(sha256) != null) {
            Failures.removeQuietly(file(sha256));
        }
    }

    private Path file(String sha256) {
        return directory.resolve(sha256 + SUFFIX);
    }

    private static String json(Submission submission) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", submission.name());
        json.put("creatorUid", submission.creatorUid());
        json.put("address", submission.address());
        json.put("atMs", submission.at().toEpochMilli());
        json.put("public", submission.isPublic());
        return json.toString() + "\n";
    }

    private static Submission submission(JsonNode json) {
        JsonNode atMs = json.path("atMs");
        if (!atMs.canConvertToLong() || !json.path("address").isTextual()) {
            throw new IllegalArgumentException("address or atMs are missing");
        }
        return new Submission(
                json.path("name").textValue(),
                json.path("creatorUid").textValue(),
                json.path("address").textValue(),
                Instant.ofEpochMilli(atMs.longValue()),
                json.path("public").booleanValue());
    }
}
