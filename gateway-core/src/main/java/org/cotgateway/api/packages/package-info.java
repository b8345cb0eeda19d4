/**
 * Data packages for operators, at {@code /api/v1/packages}: which there are, what is in them and who fetched them; taking
 * and removing them.
 *
 * <p>May import: api, api.upload, http, datapackage, event, metrics, Jackson's core, Netty's HTTP names.
 */
@NullMarked
package org.cotgateway.api.packages;

import org.jspecify.annotations.NullMarked;
