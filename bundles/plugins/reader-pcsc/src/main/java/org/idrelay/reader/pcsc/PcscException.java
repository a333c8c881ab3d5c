package org.idrelay.reader.pcsc;

import java.io.Serial;

/** PC/SC said no. The kind says who is missing. */
final class PcscException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    static final int NO_READERS = 0x8010002E;

    /** Who is missing. */
    enum Kind {
        /** The daemon: nothing that was opened with it is good any more. */
        DAEMON_GONE,
        /** The reader. */
        READER_GONE,
        /** The card, or what the reader takes for one. */
        CARD_GONE,
        /** Nobody: the reader or its driver failed. */
        FAULT
    }

    private final Kind kind;

    PcscException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** A status word other than success, as a function of PC/SC returned it. */
    static PcscException of(String function, int status) {
        Kind kind =
                switch (status) {
                    // a handle of a daemon that stopped is invalid to the next one
                    case 0x8010001D, 0x8010001E, 0x80100013, 0x80100003 -> Kind.DAEMON_GONE;
                    case 0x80100017, 0x80100009, NO_READERS -> Kind.READER_GONE;
                    case 0x80100069, 0x80100068, 0x80100067, 0x80100066, 0x8010000C -> Kind.CARD_GONE;
                    default -> Kind.FAULT;
                };
        return new PcscException(kind, "%s: %08X".formatted(function, status));
    }

    Kind kind() {
        return kind;
    }
}
