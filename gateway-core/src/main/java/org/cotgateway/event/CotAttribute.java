package org.cotgateway.event;

/**
 * One attribute of an element.
 *
 * @param name the name as it stands in the document, with its prefix if it has one
 * @param value the value, unescaped
 */
public record CotAttribute(String name, String value) {}
