package org.cotgateway.event;

/**
 * A place in a text.
 *
 * @param line counted from 1
 * @param column in characters, counted from 1
 */
public record TextPosition(int line, int column) {

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
