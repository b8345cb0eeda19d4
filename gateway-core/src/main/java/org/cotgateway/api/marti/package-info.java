/**
 * What devices ask of a TAK Server by HTTP, at {@code /Marti}, as far as they use it: handing data packages on, and who is
 * connected. On the same store and ledger as everything else that is fetched.
 *
 * <p>May import: api, api.packages, api.upload, http, datapackage, event, metrics, Jackson's core, Netty's buffers and HTTP
 * names.
 */
@NullMarked
package org.cotgateway.api.marti;

import org.jspecify.annotations.NullMarked;
