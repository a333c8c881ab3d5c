package org.idrelay.transport;

/**
 * The driver of a reader, as its service says.
 *
 * @param name for operators
 * @param callMillis how long it may take for one call, the card's time left out; 0 if it does not say
 */
record Driver(String name, int callMillis) {}
