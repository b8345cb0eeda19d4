/** Data of feeds that comes by HTTP, and how feeds are doing. */
@NullMarked
package org.cotgateway.api.feeds;

import org.jspecify.annotations.NullMarked;
