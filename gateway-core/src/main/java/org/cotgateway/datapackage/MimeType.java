package org.cotgateway.datapackage;

/**
 * A media type.
 *
 * @param name for example {@code image/jpeg}
 * @param compressed whether its files are compressed by themselves, so that deflating them again is wasted work
 */
record MimeType(String name, boolean compressed) {}
