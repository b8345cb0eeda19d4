package org.cotgateway.api.upload;

/**
 * What a form may have at the most.
 *
 * @param maxParts its parts
 * @param maxHeadBytes what stands in front of one part's content
 * @param maxBytes all of it, boundaries and heads included
 */
public record MultipartLimits(int maxParts, int maxHeadBytes, long maxBytes) {}
