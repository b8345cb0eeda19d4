package org.cotgateway.event;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code __group}: the team that somebody belongs to and what they do in it.
 *
 * @param name the team, one of {@link #TEAMS} for ATAK to colour it
 * @param role the part, one of {@link #ROLES} for ATAK to draw it
 */
public record Group(String name, @Nullable String role) implements DetailElement {

    public static final String NAME = "__group";

    /** The teams that ATAK knows. */
    public static final List<String> TEAMS = List.of(
            "White",
            "Yellow",
            "Orange",
            "Magenta",
            "Red",
            "Maroon",
            "Purple",
            "Dark Blue",
            "Blue",
            "Cyan",
            "Teal",
            "Green",
            "Dark Green",
            "Brown");

    /** The roles that ATAK knows. */
    public static final List<String> ROLES =
            List.of("Team Member", "Team Lead", "HQ", "Sniper", "Medic", "Forward Observer", "RTO", "K9");

    /** Reads the element; empty without a name. */
    public static Optional<Group> from(CotElement element) {
        String name = element.attribute("name");
        return name == null ? Optional.empty() : Optional.of(new Group(name, element.attribute("role")));
    }

    @Override
    public CotElement toElement() {
        return CotElement.named(NAME)
                .attribute("name", name)
                .attribute("role", role)
                .build();
    }
}
