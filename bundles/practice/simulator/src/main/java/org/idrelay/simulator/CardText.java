package org.idrelay.simulator;

import java.nio.charset.StandardCharsets;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.DocumentType;

/** The text part of a card while it is laid out: 128 UTF-16 units, spaces where nothing stands (reference §3). */
final class CardText {

    private static final int UNITS = 128;
    private static final int TYPE = 124;

    private final StringBuilder text = new StringBuilder(" ".repeat(UNITS));

    CardText(DocumentType type) {
        put(TYPE, 1, String.valueOf(type.letter()));
    }

    /** Lays out a field; offset and length in units. */
    CardText put(int offset, int length, String value) {
        if (value.length() > length) {
            throw new IllegalArgumentException("a field holds %d characters, not %d".formatted(length, value.length()));
        }
        text.replace(offset, offset + value.length(), value);
        return this;
    }

    /** 256 bytes, UTF-16LE. */
    Bytes bytes() {
        return Bytes.of(text.toString().getBytes(StandardCharsets.UTF_16LE));
    }
}
