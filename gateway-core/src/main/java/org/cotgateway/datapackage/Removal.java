package org.cotgateway.datapackage;

/** What became of a package that was to be removed. */
public enum Removal {
    REMOVED,
    /** Somebody needs it: a push is under way that has it, or it is just being stored. */
    IN_USE,
    /** There is none of this hash. */
    UNKNOWN
}
