package org.cotgateway.event;

/** Anything that can stand as a child of {@code detail}: a well-known element's record, or a {@link CotElement} itself. */
public interface DetailElement {

    /** This element as it stands in the document; attributes that are absent here are left out there. */
    CotElement toElement();
}
