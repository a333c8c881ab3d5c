package org.idrelay.load;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.Party;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.VerifierState;
import org.idrelay.card.CardCommand;
import org.idrelay.card.CardFile;
import org.idrelay.wire.CardAnswers;
import org.idrelay.wire.CardCommands;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindConfirm;
import org.idrelay.wire.FindRequest;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.SessionOrder;
import org.idrelay.wire.VerifierAdded;
import org.idrelay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** One verifier of a played host: serves one session at a time, and counts leases that should not be. Pure. */
final class PlayedVerifier {

    /** What is read of every card, a list of commands for each. */
    private static final List<CardFile> FILES = List.of(CardFile.MANAGEMENT, CardFile.TEXT, CardFile.PHOTO);

    /** Where an ATQB has the PUPI. */
    private static final int PUPI_AT = 1;

    private static final int PUPI_END = 5;

    private final long number;
    private final String name;
    private long highestTerm;
    private @Nullable Serving serving;
    private long leases;
    private long leasedTwice;

    /** The session that is open. */
    private static final class Serving {
        private final UUID session;
        private final SessionOrder order;
        private final Iterator<CardFile> files = FILES.iterator();
        private Bytes atqb = Bytes.EMPTY;
        private Bytes given = Bytes.EMPTY;

        Serving(UUID session, SessionOrder order) {
            this.session = session;
            this.order = order;
        }
    }

    PlayedVerifier(long number, String name) {
        this.number = number;
        this.name = name;
    }

    VerifierAdded offer() {
        return new VerifierAdded(number, name, Set.of(Capability.TEXT_PHOTO), VerifierState.IDLE, highestTerm);
    }

    /**
     * A message arrives: opens or ends a session, or is noted.
     *
     * @return what to answer at once, to a message that is refused
     * @throws WireException if it is out of order
     */
    Optional<Frame> arrived(Frame frame) throws WireException {
        Header header = frame.header();
        if (header.type() == MessageType.FIND_REQUEST) {
            return open(frame);
        }
        if (!serves(header)) {
            return header.type() == MessageType.FAILURE || header.term() == highestTerm
                    ? Optional.empty()
                    : Optional.of(refusal(header, Failure.of(FailureCode.TERM_WRONG, "")));
        }
        Serving now = current();
        now.order.pass(header, Party.TERMINAL);
        if (header.type() == MessageType.FAILURE) {
            serving = null;
        } else if (frame.message() instanceof FindConfirm confirm) {
            now.atqb = confirm.atqb();
        } else if (frame.message() instanceof CardAnswers answers) {
            for (CardAnswer answer : answers.answers()) {
                now.given = now.given.plus(answer.data().slice(0, answer.data().length() - CardCommand.STATUS_LENGTH));
            }
        }
        return Optional.empty();
    }

    /** What to answer to a message that arrived, once the device has done its part; nothing if its session is over. */
    Optional<Frame> answer(Header asked) throws WireException {
        if (!serves(asked)) {
            return Optional.empty();
        }
        Serving now = current();
        @Nullable
        Message answer =
                switch (asked.type()) {
                    case FIND_REQUEST -> new FindResponse(Bytes.EMPTY, CardCommand.REQB);
                    case SELECT_REQUEST -> new SelectResponse(CardCommand.attrib(now.atqb.slice(PUPI_AT, PUPI_END)));
                    case READ_REQUEST, CARD_ANSWERS -> commandsOrRecord(now);
                    case FIND_CONFIRM, SELECT_CONFIRM, FAILURE -> null;
                    case FIND_RESPONSE, SELECT_RESPONSE, CARD_COMMANDS, IDENTITY, QUEUED, RECEIPT -> null;
                    case HELLO, WELCOME, PING, PONG -> null;
                    case VERIFIER_ADDED, VERIFIER_CHANGED, VERIFIER_REMOVED, READER_COMMAND, READER_ANSWER -> null;
                };
        if (answer == null) {
            return Optional.empty();
        }
        Header header = Header.answerTo(asked, answer.type(), now.order.next(Party.VERIFIER));
        now.order.pass(header, Party.VERIFIER);
        if (answer instanceof Identity) {
            serving = null;
        }
        return Optional.of(Frame.of(header, answer));
    }

    /** The link is lost, and the session with it. */
    void linkLost() {
        serving = null;
    }

    /** How many sessions it has opened. */
    long leases() {
        return leases;
    }

    /** How many sessions were to be opened while another was open, or under a term that was used before. */
    long leasedTwice() {
        return leasedTwice;
    }

    private Optional<Frame> open(Frame first) throws WireException {
        Header header = first.header();
        FindRequest request = (FindRequest) first.message();
        if (header.term() <= highestTerm) {
            leasedTwice++;
            return Optional.of(refusal(header, new Failure(FailureCode.TERM_TOO_LOW.number(), highestTerm, "")));
        }
        if (serving != null) {
            leasedTwice++;
        }
        leases++;
        highestTerm = header.term();
        serving = new Serving(header.session(), new SessionOrder(request.order()));
        serving.order.pass(header, Party.TERMINAL);
        return Optional.empty();
    }

    private boolean serves(Header header) {
        return serving != null
                && header.term() == highestTerm
                && header.session().equals(serving.session);
    }

    private Serving current() {
        if (serving == null) {
            throw new IllegalStateException("no session is open");
        }
        return serving;
    }

    private static Message commandsOrRecord(Serving now) {
        if (!now.files.hasNext()) {
            return new Identity(List.of(PlayedRead.record(now.given)));
        }
        return new CardCommands(CardCommand.readWholeFile(now.files.next()));
    }

    private static Frame refusal(Header header, Failure failure) {
        return Frame.of(Header.answerTo(header, failure.type(), 0), failure);
    }
}
