package org.idrelay.api.verifier;

import org.idrelay.api.Bytes;

/**
 * A card command that the terminal has run already, with its answer.
 *
 * @param command the command without CRC_B
 * @param answer what the card answered
 */
public record CardExchange(Bytes command, CardAnswer answer) {}
