package org.cotgateway.event;

/**
 * A run of character data, unescaped. CDATA sections are held as the text that they stand for.
 *
 * @param text the characters
 */
public record CotText(String text) implements CotNode {}
