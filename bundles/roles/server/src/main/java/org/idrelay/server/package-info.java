/** Sessions, leases and the queue: picks a verifier for each read and relays. */
@NullMarked
package org.idrelay.server;

import org.jspecify.annotations.NullMarked;
