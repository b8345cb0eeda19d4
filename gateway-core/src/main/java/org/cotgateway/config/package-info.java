/**
 * The configuration file: YAML read into records with every problem of the file at once, and written again with all
 * defaults. {@link org.cotgateway.config.ConfigReader} reads, {@link org.cotgateway.config.ConfigWriter} writes. The names
 * in the file are the names of the records' components, so that a new setting of any component can be set in the file
 * without a change here; {@code Bounds} holds the ranges that differ from the usual ones.
 *
 * <p>May import: the root's settings and the settings records of all packages, event, Jackson, SnakeYAML, Netty's
 * address parser. Imported by the daemon and the command line only.
 */
@NullMarked
package org.cotgateway.config;

import org.jspecify.annotations.NullMarked;
