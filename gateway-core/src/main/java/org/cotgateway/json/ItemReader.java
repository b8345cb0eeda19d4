package org.cotgateway.json;

/** Reads single items, each lying whole in an array. */
interface ItemReader {

    /**
     * Reads the item between the indices and tells the sink what came of it, exactly once.
     *
     * @param line in which the item begins
     */
    void read(byte[] in, int from, int to, long index, int line, EventItems items);
}
