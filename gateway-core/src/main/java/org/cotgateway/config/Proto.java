package org.cotgateway.config;

/** In which form events go to a peer; all forms are always read. */
public enum Proto {
    /** XML only. */
    XML,
    /** TAK Protocol version 1 from the first byte. */
    TAK1,
    /** XML until both sides have agreed on TAK Protocol version 1; for datagrams, until all who are heard there read it. */
    AUTO
}
