package org.idrelay.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Identity;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Receipt;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.Test;

/** A played read against a played verifier, with no server between them but the receipts. */
class PlayedPartiesTest {

    private static final MadeUpCard CARD = new MadeUpCard(7);

    private final PlayedVerifier verifier = new PlayedVerifier(1, "host-1-1");

    @Test
    void readsTheCardThatIsThere() throws WireException {
        PlayedRead read = read(5);
        assertEquals(PlayedRead.State.READ, read.state());
        assertTrue(read.isRight());
        assertEquals(1, verifier.leases());
        assertEquals(0, verifier.leasedTwice());
    }

    @Test
    void noticesARecordThatIsAnothers() throws WireException {
        PlayedRead read = new PlayedRead(UUID.randomUUID(), CARD);
        Frame last = untilRecord(read, 5);
        Frame forged = Frame.of(last.header(), new Identity(List.of(PlayedRead.record(new MadeUpCard(8).uniqueId()))));
        read.received(forged);
        assertEquals(PlayedRead.State.READ, read.state());
        assertFalse(read.isRight());
    }

    @Test
    void cardsDifferAndStayTheSame() {
        Bytes command = Bytes.ofHex("80b0000020");
        assertEquals(32, CARD.content(command).length());
        assertEquals(CARD.content(command), new MadeUpCard(7).content(command));
        assertFalse(CARD.content(command).equals(new MadeUpCard(8).content(command)));
        assertFalse(CARD.content(command).equals(CARD.content(Bytes.ofHex("80b0002020"))));
    }

    @Test
    void countsALeaseUnderATermThatWasUsed() throws WireException {
        read(5);
        Frame first = first(new PlayedRead(UUID.randomUUID(), CARD), 5);
        Failure refusal = (Failure) verifier.arrived(first).orElseThrow().message();
        assertEquals(FailureCode.TERM_TOO_LOW, refusal.codeOr(FailureCode.LINK_CLOSED));
        assertEquals(5, refusal.value());
        assertEquals(1, verifier.leasedTwice());
    }

    @Test
    void countsALeaseWhileAnotherIsOpen() throws WireException {
        verifier.arrived(first(new PlayedRead(UUID.randomUUID(), CARD), 5));
        verifier.arrived(first(new PlayedRead(UUID.randomUUID(), CARD), 6));
        assertEquals(1, verifier.leasedTwice());
    }

    @Test
    void refusesWhatIsNotDue() throws WireException {
        PlayedRead read = new PlayedRead(UUID.randomUUID(), CARD);
        Frame first = first(read, 5);
        verifier.arrived(first);
        assertThrows(WireException.class, () -> read.received(first));
        Frame record = Frame.of(
                Header.answerTo(first.header(), MessageType.IDENTITY, 0), new Identity(List.of(Bytes.ofHex("00"))));
        assertThrows(WireException.class, () -> read.received(record));
    }

    private PlayedRead read(long term) throws WireException {
        PlayedRead read = new PlayedRead(UUID.randomUUID(), CARD);
        read.received(untilRecord(read, term));
        return read;
    }

    /** Carries messages to and fro, and answers the one that carries the record. */
    private Frame untilRecord(PlayedRead read, long term) throws WireException {
        Frame fromTerminal = first(read, term);
        while (true) {
            assertEquals(Optional.empty(), verifier.arrived(fromTerminal));
            Header heard = fromTerminal.header();
            Frame answer = verifier.answer(heard)
                    .orElseGet(() -> Frame.of(Header.answerTo(heard, MessageType.RECEIPT, Header.NONE), new Receipt()));
            if (answer.message() instanceof Identity) {
                return answer;
            }
            fromTerminal = read.received(answer).orElseThrow();
        }
    }

    private static Frame first(PlayedRead read, long term) {
        return read.first("reader-1", 1000, 0).withLease(1, term);
    }
}
