package org.idrelay.wire;

/**
 * A message of the relay protocol. Each record codes itself; {@link MessageType} binds the type byte to the record. The
 * {@code @param} lines of each record are its byte layout.
 */
public sealed interface Message
        permits Hello,
                Welcome,
                Ping,
                Pong,
                VerifierAdded,
                VerifierChanged,
                VerifierRemoved,
                FindRequest,
                FindResponse,
                FindConfirm,
                SelectRequest,
                SelectResponse,
                SelectConfirm,
                ReadRequest,
                CardCommands,
                CardAnswers,
                Identity,
                Queued,
                Receipt,
                Failure,
                ReaderCommand,
                ReaderAnswer {

    MessageType type();

    /** Writes what the server may read. Nothing, for most messages. */
    default void encodeClear(WireWriter out) {}

    /** Writes what only terminal and verifier read. Nothing, for some messages. */
    default void encodeBody(WireWriter out) {}
}
