package org.cotgateway.event;

import org.jspecify.annotations.Nullable;

/**
 * One part of a type or a how, with what it means where it stands.
 *
 * @param code the part, for example {@code G}
 * @param known whether the part is known where it stands
 * @param meaning what it means there, for example {@code ground}; null when it is not known, and when it has a meaning
 *     only together with the part after it
 */
public record CodePart(String code, boolean known, @Nullable String meaning) {

    static CodePart of(String code, @Nullable String meaning) {
        return new CodePart(code, true, meaning);
    }

    static CodePart unknown(String code) {
        return new CodePart(code, false, null);
    }
}
