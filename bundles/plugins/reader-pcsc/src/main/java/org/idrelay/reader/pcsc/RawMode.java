package org.idrelay.reader.pcsc;

import java.util.Optional;
import org.idrelay.api.FailureCode;
import org.idrelay.api.reader.ReaderException;

/** By which way raw frames go; the names are those of the configuration. */
enum RawMode {
    /** By whichever the reader answers to, the transparent session first. */
    auto,
    /** By transparent session. */
    transparent,
    /** By a PN532 behind PC/SC. */
    pn532;

    /**
     * Begins to use a reader.
     *
     * @throws ReaderException if it does not answer to this way, or to none
     */
    RawChannel start(CommandPath path, boolean readerMakesCrc) throws PcscException, ReaderException {
        Optional<RawChannel> channel =
                switch (this) {
                    case auto -> {
                        Optional<RawChannel> session = TransparentSession.start(path, readerMakesCrc);
                        yield session.isPresent() ? session : Pn532Escape.start(path);
                    }
                    case transparent -> TransparentSession.start(path, readerMakesCrc);
                    case pn532 -> Pn532Escape.start(path);
                };
        return channel.orElseThrow(() ->
                new ReaderException(FailureCode.READER_FAULT, "the reader takes no raw frames (mode " + name() + ")"));
    }
}
