package org.cotgateway.codec;

/**
 * What a reader takes at the most.
 *
 * @param maxEventBytes a whole event, in bytes
 * @param maxDepth nesting, the root being 1; ATAK drops 256 and more
 * @param maxAttributes attributes of one element
 * @param maxNameChars an element's or attribute's name
 * @param maxTextChars one attribute's value or one run of text
 */
public record XmlLimits(int maxEventBytes, int maxDepth, int maxAttributes, int maxNameChars, int maxTextChars) {

    public static final XmlLimits DEFAULT = new XmlLimits(512_000, 64, 128, 256, 512_000);
}
