package org.idrelay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.VerifierState;
import org.junit.jupiter.api.Test;

class FrameCodecTest {

    @Test
    void decodesWhatItEncodes() throws WireException {
        for (Frame frame : Examples.all().values()) {
            Frame decoded = FrameCodec.decode(FrameCodec.encode(frame));
            assertEquals(frame, decoded);
            assertEquals(frame, Frame.of(decoded.header(), decoded.message()));
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (Map.Entry<String, Frame> example : Examples.all().entrySet()) {
            byte[] whole = FrameCodec.encode(example.getValue()).array();
            for (int end = 0; end < whole.length; end++) {
                byte[] cut = Arrays.copyOf(whole, end);
                assertEquals(FailureCode.FRAME_MALFORMED, refusal(cut), example.getKey());
            }
        }
    }

    /** With a length field that fits the cut frame, the loss shows in the message's own fields. */
    @Test
    void refusesEveryTruncationThatTheLengthFieldHides() {
        for (Map.Entry<String, Frame> example : Examples.all().entrySet()) {
            Frame frame = example.getValue();
            for (int end = 0; end < frame.clear().length(); end++) {
                Frame cut = new Frame(frame.header(), frame.clear().slice(0, end), frame.body());
                assertThrows(WireException.class, cut::message, example.getKey());
            }
            for (int end = 0; end < frame.body().length(); end++) {
                Frame cut =
                        new Frame(frame.header(), frame.clear(), frame.body().slice(0, end));
                if (!endsWithFreeBytes(frame)) {
                    assertThrows(WireException.class, cut::message, example.getKey());
                }
            }
        }
    }

    @Test
    void refusesTrailingBytes() {
        for (Map.Entry<String, Frame> example : Examples.all().entrySet()) {
            Frame frame = example.getValue();
            Bytes one = Bytes.of((byte) 0);
            assertThrows(
                    WireException.class,
                    () -> new Frame(frame.header(), frame.clear().plus(one), frame.body()).message(),
                    example.getKey());
            if (!endsWithFreeBytes(frame)) {
                assertThrows(
                        WireException.class,
                        () -> new Frame(
                                        frame.header(),
                                        frame.clear(),
                                        frame.body().plus(one))
                                .message(),
                        example.getKey());
            }
        }
    }

    /** Every place of every payload, read as a 1, 2 or 4-byte field at its extremes: a message or a WireException. */
    @Test
    void takesOrRefusesEveryFieldAtItsExtremes() {
        for (Frame frame : Examples.all().values()) {
            byte[] whole = FrameCodec.encode(frame).array();
            for (int size : new int[] {1, 2, 4}) {
                for (int at = FrameCodec.LENGTH_SIZE; at + size <= whole.length; at++) {
                    for (byte fill : new byte[] {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF}) {
                        byte[] changed = whole.clone();
                        Arrays.fill(changed, at, at + size, fill);
                        decodeOrRefuse(changed);
                    }
                }
            }
        }
    }

    @Test
    void refusesLengthFieldsAtTheirExtremes() {
        byte[] ping = FrameCodec.encode(Frame.ofLink(new Ping(1))).array();
        Map<Long, FailureCode> expected = Map.of(
                0L, FailureCode.FRAME_MALFORMED,
                39L, FailureCode.FRAME_MALFORMED,
                40L, FailureCode.FRAME_MALFORMED,
                65_532L, FailureCode.FRAME_MALFORMED,
                65_533L, FailureCode.FRAME_TOO_LONG,
                0x7FFF_FFFFL, FailureCode.FRAME_TOO_LONG,
                0x8000_0000L, FailureCode.FRAME_TOO_LONG,
                0xFFFF_FFFFL, FailureCode.FRAME_TOO_LONG);
        expected.forEach((length, code) -> {
            ByteBuffer.wrap(ping).putInt((int) (long) length);
            assertEquals(code, refusal(ping), () -> "length " + length);
        });
    }

    @Test
    void checksALinksOwnLimitBeforeMemoryIsTaken() throws WireException {
        assertEquals(1020, FrameCodec.checkedLength(1020, 1024));
        WireException refused = assertThrows(WireException.class, () -> FrameCodec.checkedLength(1021, 1024));
        assertEquals(FailureCode.FRAME_TOO_LONG, refused.code());
    }

    @Test
    void refusesUnknownTypesAndFlags() {
        byte[] frame = FrameCodec.encode(Frame.ofLink(new Ping(1))).array();
        frame[4] = 0x55;
        assertEquals(FailureCode.TYPE_UNKNOWN, refusal(frame));
        frame[4] = 0x03;
        frame[5] = 0x02;
        assertEquals(FailureCode.FRAME_MALFORMED, refusal(frame));
    }

    @Test
    void refusesHeadersOfAnotherKind() {
        Header inSession = Header.bare(MessageType.PING, Examples.SESSION, 0, Header.NONE);
        assertEquals(FailureCode.FRAME_MALFORMED, refusal(encoded(inSession, new Ping(1))));
        Header ofLink = Header.ofLink(MessageType.SELECT_REQUEST);
        assertEquals(FailureCode.FRAME_MALFORMED, refusal(encoded(ofLink, new SelectRequest())));
        Header counted =
                Header.bare(MessageType.RECEIPT, Examples.SESSION, 0, 0).withLease(1, 1);
        assertEquals(FailureCode.FRAME_MALFORMED, refusal(encoded(counted, new Receipt())));
    }

    @Test
    void keepsASealedBodyShutButReadsItsClearPart() throws WireException {
        Header header = new Header(MessageType.FAILURE, true, Examples.SESSION, 1, 1, 3, Header.NONE);
        Frame sealed =
                new Frame(header, Frame.of(header, new Failure(201, 0, "")).clear(), Bytes.ofHex("ffeedd"));
        Frame decoded = FrameCodec.decode(FrameCodec.encode(sealed));
        assertEquals(sealed, decoded);
        assertEquals(
                FailureCode.SEALED_UNEXPECTED,
                assertThrows(WireException.class, decoded::message).code());
    }

    @Test
    void carriesTheSmallestAndTheLargestFields() throws WireException {
        String longest = "x".repeat(255);
        String name = "n".repeat(64);
        Bytes big = Bytes.of(new byte[65_535 - 2 - FrameCodec.HEADER_LENGTH - FrameCodec.LENGTH_SIZE]);
        roundTrip(Frame.ofLink(new Hello(0, 0xFFFF, Role.READER, name, longest)));
        roundTrip(Frame.ofLink(new Hello(0, 0, Role.TERMINAL, "n", "")));
        roundTrip(Frame.ofLink(new VerifierAdded(
                0xFFFF_FFFFL, name, EnumSet.noneOf(Capability.class), VerifierState.GONE, Long.MAX_VALUE)));
        roundTrip(inSession(new Identity(List.of(big.slice(0, big.length() - 1)))));
        roundTrip(inSession(new CardCommands(Collections.nCopies(32_000, Bytes.EMPTY))));
        roundTrip(inSession(new CardAnswers(Collections.nCopies(21_000, CardAnswer.silent()))));
        roundTrip(inSession(new SelectConfirm(Bytes.of(new byte[255]), Bytes.of(new byte[8]))));
        roundTrip(inSession(new Failure(0xFFFF, Long.MAX_VALUE, longest)));
    }

    @Test
    void refusesToEncodeWhatNoFrameHolds() {
        Frame tooLong = inSession(new FindResponse(Bytes.EMPTY, Bytes.of(new byte[65_536 - 44 - 2 + 1])));
        assertThrows(IllegalArgumentException.class, () -> FrameCodec.encode(tooLong));
        assertThrows(IllegalArgumentException.class, () -> Frame.ofLink(new Hello(-1, 1, Role.SERVER, "s", "")));
        assertThrows(IllegalArgumentException.class, () -> Frame.ofLink(new Hello(1, 0x10000, Role.SERVER, "s", "")));
        assertThrows(IllegalArgumentException.class, () -> inSession(new Failure(1, 0, "x".repeat(256))));
    }

    @Test
    void cutsAFailuresWordsToWhatTheWireTakes() throws WireException {
        String chinese = "卡".repeat(300);
        Frame frame = inSession(Failure.of(FailureCode.CARD_GONE, chinese));
        assertTrue(chinese.startsWith(((Failure) frame.message()).detail()));
    }

    @Test
    void refusesNamesThatAreNone() throws WireException {
        for (String name : List.of("", "a b", "ä", "x".repeat(65), "a/b")) {
            Frame frame = Frame.ofLink(new Hello(1, 1, Role.TERMINAL, name, ""));
            assertEquals(
                    FailureCode.FRAME_MALFORMED,
                    assertThrows(WireException.class, frame::message, name).code());
        }
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try {
            Frame frame = FrameCodec.decode(ByteBuffer.wrap(bytes));
            Message message = frame.message();
            assertEquals(message, Frame.of(frame.header(), message).message());
        } catch (WireException e) {
            assertTrue(e.code().number() > 400 && e.code().number() < 500);
        }
    }

    private static boolean endsWithFreeBytes(Frame frame) {
        return switch (frame.header().type()) {
            case FIND_RESPONSE, FIND_CONFIRM, SELECT_RESPONSE, READER_COMMAND, READER_ANSWER -> true;
            default -> false;
        };
    }

    private static void roundTrip(Frame frame) throws WireException {
        Frame decoded = FrameCodec.decode(FrameCodec.encode(frame));
        assertEquals(frame, Frame.of(decoded.header(), decoded.message()));
    }

    private static Frame inSession(Message message) {
        return Frame.of(Header.bare(message.type(), Examples.SESSION, 0, 0).withLease(1, 1), message);
    }

    private static byte[] encoded(Header header, Message message) {
        return FrameCodec.encode(Frame.of(header, message)).array();
    }

    private static FailureCode refusal(byte[] bytes) {
        return assertThrows(WireException.class, () -> FrameCodec.decode(ByteBuffer.wrap(bytes)))
                .code();
    }
}
