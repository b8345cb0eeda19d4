package org.cotgateway.event;

/** One child of an element: an element or a run of text. Comments and processing instructions are not kept. */
public sealed interface CotNode permits CotElement, CotText {}
