package org.idrelay.server;

import org.idrelay.link.Link;

/**
 * The right of one session to one verifier.
 *
 * @param verifier the verifier
 * @param host the link to its host
 * @param hostNumber the verifier's number on that link
 * @param term above every earlier term of this verifier
 * @param session who holds it
 * @param begunMillis when it was granted, by the server's clock
 */
record Lease(PooledVerifier verifier, Link host, long hostNumber, long term, Session session, long begunMillis) {}
