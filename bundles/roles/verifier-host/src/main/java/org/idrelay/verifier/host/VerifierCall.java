package org.idrelay.verifier.host;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.FrameCodec;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.SelectResponse;

/** One call of a verifier, made on its own thread, and the message that the call's result becomes. */
sealed interface VerifierCall {

    /**
     * Makes the call.
     *
     * @return what to answer; empty if the call answers nothing
     */
    Optional<Message> on(Verifier verifier, Card card) throws VerifierException, CardException, InterruptedException;

    /** Host command 20 01. */
    record Find() implements VerifierCall {
        @Override
        public Optional<Message> on(Verifier verifier, Card card) throws VerifierException, InterruptedException {
            return Optional.of(fitting(new FindResponse(Bytes.EMPTY, verifier.find())));
        }
    }

    /** Answers the verifier's REQB. */
    record ConfirmFind(Bytes atqb) implements VerifierCall {
        @Override
        public Optional<Message> on(Verifier verifier, Card card) throws VerifierException, InterruptedException {
            verifier.confirmFind(atqb);
            return Optional.empty();
        }
    }

    /** Host command 20 02. */
    record Select() implements VerifierCall {
        @Override
        public Optional<Message> on(Verifier verifier, Card card) throws VerifierException, InterruptedException {
            return Optional.of(fitting(new SelectResponse(verifier.select())));
        }
    }

    /** Answers the verifier's ATTRIB. */
    record ConfirmSelect(Bytes attribAnswer, Bytes uniqueId) implements VerifierCall {
        @Override
        public Optional<Message> on(Verifier verifier, Card card) throws VerifierException, InterruptedException {
            verifier.confirmSelect(attribAnswer, uniqueId);
            return Optional.empty();
        }
    }

    /** Host command 30 01 or 30 10. */
    record Read(Set<Capability> wanted, List<CardExchange> exchanged) implements VerifierCall {
        @Override
        public Optional<Message> on(Verifier verifier, Card card)
                throws VerifierException, CardException, InterruptedException {
            List<Bytes> frames = List.copyOf(verifier.read(wanted, exchanged, card));
            if (frames.isEmpty()) {
                throw new VerifierException(FailureCode.VERIFIER_ANSWER_MALFORMED, "a record of no frames");
            }
            return Optional.of(fitting(new Identity(frames)));
        }
    }

    /**
     * The message itself, tried out on the verifier's own thread.
     *
     * @throws RuntimeException if no frame can carry it: the adapter's fault
     */
    static <M extends Message> M fitting(M message) {
        Header header = Header.bare(message.type(), Header.NO_SESSION, 0, Header.NONE);
        FrameCodec.encode(Frame.of(header, message));
        return message;
    }
}
