package org.idrelay.reader.pcsc;

/**
 * How readers are used.
 *
 * @param mode by which way
 * @param readerMakesCrc whether the reader makes and checks the CRC_B in a transparent session
 * @param callMillis how much longer than the card a reader may take
 */
record PcscSettings(RawMode mode, boolean readerMakesCrc, int callMillis) {}
