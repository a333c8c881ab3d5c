package org.idrelay.api.record;

import java.util.UUID;

/**
 * One stay of one card in a reader's field. A read that is repeated while the card stays keeps the id, so that a sink
 * recognises a repeated delivery.
 *
 * @param id minted by the terminal when it found the card; says nothing about the card
 * @param terminal the terminal's identity
 * @param reader the reader's name
 */
public record CardPresence(UUID id, String terminal, String reader) {}
