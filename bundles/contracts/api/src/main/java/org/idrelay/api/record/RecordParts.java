package org.idrelay.api.record;

import org.idrelay.api.Bytes;

/**
 * What a verifier handed out, byte for byte.
 *
 * @param text 256 bytes, UTF-16LE
 * @param photo 1024 bytes, in the card's own compression
 * @param fingerprints 0, 512 or 1024 bytes
 * @param additionalAddress the newest additional address, 70 bytes, UTF-16LE; empty if the card has none or nobody asked
 */
public record RecordParts(Bytes text, Bytes photo, Bytes fingerprints, Bytes additionalAddress) {}
