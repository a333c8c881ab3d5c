package org.idrelay.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.card.CardCommand;
import org.idrelay.wire.Failure;
import org.idrelay.wire.FindResponse;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.SelectResponse;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps 9 and 18: each condition violated alone leads to its code, and to no confirm. */
class ConfirmTest {

    private static final Bytes PUPI = FakeCard.ATQB.slice(1, 5);
    private static final Bytes ATTRIB = CardCommand.attrib(PUPI);

    private final TerminalBench bench = new TerminalBench();
    private final FakeReader reader = bench.reader("r-1");

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<Arguments> badFindResponses() {
        FindResponse good = new FindResponse(Bytes.EMPTY, CardCommand.REQB);
        return Stream.of(
                bad("replyTo of another request", good, h -> replyTo(h, 7), FailureCode.FIND_RESPONSE_UNRELATED),
                bad("replyTo none", good, h -> replyTo(h, Header.NONE), FailureCode.FIND_RESPONSE_UNRELATED),
                bad("no data", find(""), FailureCode.FIND_RESPONSE_MALFORMED),
                bad("ATTRIB instead", find(ATTRIB.toHex()), FailureCode.FIND_RESPONSE_MALFORMED),
                bad("REQB and a byte", find("05000000"), FailureCode.FIND_RESPONSE_MALFORMED),
                bad("REQB of another slot", find("050001"), FailureCode.FIND_RESPONSE_MALFORMED),
                bad("no term", good, h -> h.withLease(3, 0), FailureCode.TERM_WRONG),
                bad("a sequence left out", good, h -> sequence(h, 1), FailureCode.SEQUENCE_WRONG),
                bad("another type", new SelectResponse(ATTRIB), FailureCode.MESSAGE_UNEXPECTED));
    }

    static Stream<Arguments> badSelectResponses() {
        SelectResponse good = new SelectResponse(ATTRIB);
        return Stream.of(
                bad("replyTo of the find request", good, h -> replyTo(h, 0), FailureCode.SELECT_RESPONSE_UNRELATED),
                bad("replyTo none", good, h -> replyTo(h, Header.NONE), FailureCode.SELECT_RESPONSE_UNRELATED),
                bad("no data", new SelectResponse(Bytes.EMPTY), FailureCode.SELECT_RESPONSE_MALFORMED),
                bad("REQB instead", new SelectResponse(CardCommand.REQB), FailureCode.SELECT_RESPONSE_MALFORMED),
                bad(
                        "another card's PUPI",
                        new SelectResponse(CardCommand.attrib(Bytes.ofHex("11223345"))),
                        FailureCode.SELECT_RESPONSE_MALFORMED),
                bad("ATTRIB cut short", new SelectResponse(ATTRIB.slice(0, 8)), FailureCode.SELECT_RESPONSE_MALFORMED),
                bad("another term", good, h -> h.withLease(h.verifier(), 18), FailureCode.TERM_WRONG),
                bad("another verifier", good, h -> h.withLease(4, h.term()), FailureCode.TERM_WRONG),
                bad("a repeated sequence", good, h -> sequence(h, 0), FailureCode.SEQUENCE_WRONG));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFindResponses")
    void confirmsNoFindResponseBut(String what, Message response, UnaryOperator<Header> change, FailureCode code)
            throws WireException {
        bench.server.on(MessageType.FIND_REQUEST, to -> List.of(changed(bench.server.reply(to, response), change)));

        failsWith(code);
        assertTrue(bench.server.heard(MessageType.FIND_CONFIRM).isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSelectResponses")
    void confirmsNoSelectResponseBut(String what, Message response, UnaryOperator<Header> change, FailureCode code)
            throws WireException {
        bench.server.on(MessageType.SELECT_REQUEST, to -> List.of(changed(bench.server.reply(to, response), change)));

        failsWith(code);
        assertTrue(bench.server.heard(MessageType.SELECT_CONFIRM).isEmpty());
    }

    @Test
    void aResponseInAnotherSessionConfirmsNothing() {
        UnaryOperator<Header> foreign = h ->
                Header.bare(h.type(), new UUID(9, 9), h.sequence(), h.replyTo()).withLease(h.verifier(), h.term());
        FindResponse good = new FindResponse(Bytes.EMPTY, CardCommand.REQB);
        bench.server.on(MessageType.FIND_REQUEST, to -> List.of(changed(bench.server.reply(to, good), foreign)));
        reader.insert(new FakeCard());

        bench.until("r-1", "FINDING");
        bench.until("r-1", "PAUSING");

        assertTrue(bench.server.heard(MessageType.FIND_CONFIRM).isEmpty());
    }

    @Test
    void theProcessItselfRefusesAResponseInAnotherSession() {
        ProcessStates at = ProcessStates.at("FINDING");
        Header foreign =
                Header.bare(MessageType.FIND_RESPONSE, new UUID(9, 9), 0, 0).withLease(3, 17);

        List<Outcome> wanted = at.process.received(Frame.of(foreign, new FindResponse(Bytes.EMPTY, CardCommand.REQB)));

        assertEquals(List.of(FailureCode.FIND_RESPONSE_UNRELATED), failures(wanted));
    }

    @Test
    void wupbIsFindResponseDataToo() {
        bench.server.on(
                MessageType.FIND_REQUEST,
                to -> List.of(bench.server.reply(to, new FindResponse(Bytes.EMPTY, CardCommand.WUPB))));
        reader.insert(new FakeCard());

        bench.until("r-1", "PRESENT");
    }

    private void failsWith(FailureCode code) throws WireException {
        reader.insert(new FakeCard());

        bench.until("r-1", "PAUSING");

        Failure told = (Failure) bench.server.heard(MessageType.FAILURE).get(0).message();
        assertEquals(code.number(), told.code());
        assertEquals(List.of(code), bench.failures());
    }

    private static List<FailureCode> failures(List<Outcome> wanted) {
        return wanted.stream()
                .filter(Outcome.Send.class::isInstance)
                .map(outcome -> (Failure) ((Outcome.Send) outcome).message())
                .map(failure -> failure.codeOr(FailureCode.FRAME_MALFORMED))
                .toList();
    }

    private static FindResponse find(String hex) {
        return new FindResponse(Bytes.EMPTY, Bytes.ofHex(hex));
    }

    private static Arguments bad(String what, Message response, FailureCode code) {
        return bad(what, response, UnaryOperator.identity(), code);
    }

    private static Arguments bad(String what, Message response, UnaryOperator<Header> change, FailureCode code) {
        return Arguments.of(what, response, change, code);
    }

    private static Frame changed(Frame frame, UnaryOperator<Header> change) {
        return new Frame(change.apply(frame.header()), frame.clear(), frame.body());
    }

    private static Header replyTo(Header h, long replyTo) {
        return Header.bare(h.type(), h.session(), h.sequence(), replyTo).withLease(h.verifier(), h.term());
    }

    private static Header sequence(Header h, long sequence) {
        return Header.bare(h.type(), h.session(), sequence, h.replyTo()).withLease(h.verifier(), h.term());
    }
}
