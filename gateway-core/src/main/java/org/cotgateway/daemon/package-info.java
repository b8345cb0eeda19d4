/**
 * A gateway that runs by a configuration file: what the file says becomes the settings of the gateway and of its hub, with
 * everything that is wrong with the machine's files and interfaces, too; and the file can be read again while the gateway
 * runs.
 *
 * <p>May import: root, config and the settings of all packages, event, Netty's address parser. Imported by the
 * command line only.
 */
@NullMarked
package org.cotgateway.daemon;

import org.jspecify.annotations.NullMarked;
