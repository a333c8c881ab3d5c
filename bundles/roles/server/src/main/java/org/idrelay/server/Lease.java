package org.idrelay.server;

import org.idrelay.link.Link;

/**
 * The right of one session to one verifier.
 *
 * @param verifier the verifier's name
 * @param number the server's own number for it, on the links of terminals
 * @param host the link to its host
 * @param hostNumber its number on that link
 * @param term above every earlier term of this verifier
 * @param begunMillis when the lease was granted, by the server's clock
 */
record Lease(String verifier, long number, Link host, long hostNumber, long term, long begunMillis) {}
