package org.cotgateway.http;

/** Follows the writing of a body. Called on the loop. */
interface BodyObserver {

    /** So many bytes more have gone to the operating system. */
    void wrote(long bytes);

    /** Nothing more goes: the whole body went, or the connection ended before. */
    void ended(boolean whole);
}
