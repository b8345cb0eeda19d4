package org.cotgateway.datapackage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a package came to be in the store that was uploaded.
 *
 * @param name the title that whoever uploaded it gave, or null; may be anything
 * @param creatorUid what that one called itself, or null
 * @param address where it came from
 * @param at when, to the millisecond
 * @param isPublic whether it is for everybody to find; else for those who are told its hash
 */
public record Submission(
        @Nullable String name, @Nullable String creatorUid, String address, Instant at, boolean isPublic) {

    /** The same, public or not. */
    public Submission madePublic(boolean open) {
        return new Submission(name, creatorUid, address, at, open);
    }
}
