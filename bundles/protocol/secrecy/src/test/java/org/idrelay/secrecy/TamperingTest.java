package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.wire.Frame;
import org.idrelay.wire.Header;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever a server changes in a sealed message or in a handshake, no end takes it. */
class TamperingTest {

    static Credentials terminal;
    static Credentials host;

    @BeforeAll
    static void keys() throws Exception {
        CertificateAuthority authority = TestKeys.authority();
        terminal = TestKeys.credentials(authority, TestKeys.TERMINAL);
        host = TestKeys.credentials(authority, TestKeys.HOST);
    }

    /** Each bit of a byte is some byte's turn; a broken seal ends the key, so each byte needs a key of its own. */
    @Test
    void everyByteOfEverySealedBodyCounts() throws Exception {
        for (Frame message : Conversation.MESSAGES) {
            int length = Ends.agreed(terminal, host).seal(message).body().length();
            IntStream.range(0, length).parallel().forEach(place -> {
                Ends ends = agreed();
                Frame sealed = seal(ends, message);
                Frame changed = new Frame(sealed.header(), sealed.clear(), flipped(sealed.body(), place));
                refuses(
                        ends,
                        changed,
                        "byte " + place + " of " + message.header().type());
            });
        }
    }

    @Test
    void everyCutOfASealedBodyIsNoticed() throws Exception {
        Frame message = Conversation.of(MessageType.IDENTITY);
        int length = Ends.agreed(terminal, host).seal(message).body().length();
        IntStream.range(0, length).parallel().forEach(kept -> {
            Ends ends = agreed();
            Frame sealed = seal(ends, message);
            refuses(
                    ends,
                    new Frame(sealed.header(), sealed.clear(), sealed.body().slice(0, kept)),
                    "cut to " + kept);
        });
    }

    @Test
    void everyFieldOfTheHeaderThatTheServerHasNoBusinessWithCounts() {
        Header header = Conversation.of(MessageType.IDENTITY).header();
        List<Header> changed = List.of(
                new Header(MessageType.CARD_COMMANDS, true, header.session(), 3, 4, 3, Header.NONE),
                new Header(header.type(), true, new UUID(1, 3), 3, 4, 3, Header.NONE),
                new Header(header.type(), true, header.session(), 3, 5, 3, Header.NONE),
                new Header(header.type(), true, header.session(), 3, 4, 4, Header.NONE),
                new Header(header.type(), true, header.session(), 3, 4, 3, 2));
        for (Header other : changed) {
            Ends ends = agreed();
            Frame sealed = seal(ends, Conversation.of(MessageType.IDENTITY));
            refuses(ends, new Frame(other, sealed.clear(), sealed.body()), other.toString());
        }
    }

    @Test
    void theVerifiersNumberIsTheServersBusiness() throws Exception {
        Ends ends = agreed();
        Frame sealed = seal(ends, Conversation.of(MessageType.IDENTITY)).withLease(77, 4);
        assertEquals(
                Conversation.of(MessageType.IDENTITY).body(), ends.open(sealed).body());
    }

    @Test
    void theClearPartOfAFailureCounts() {
        Ends ends = agreed();
        Frame sealed = seal(ends, Conversation.of(MessageType.FAILURE));
        refuses(ends, new Frame(sealed.header(), flipped(sealed.clear(), 1), sealed.body()), "failure code");
    }

    /**
     * But for what a record's header says of type and version: the version is not to be looked at (RFC 8446, 5.1), and what
     * is behind the header is checked whatever it says.
     */
    @Test
    void everyByteOfTheHandshakeCounts() throws Exception {
        for (int flight : new int[] {0, 1, 2}) {
            List<Integer> without = IntStream.range(0, flights(-1, 0)[flight].length())
                    .parallel()
                    .filter(place -> agreesAlthough(flight, place))
                    .boxed()
                    .toList();
            assertEquals(List.of(), without, "flight " + flight);
        }
    }

    /** Whether both ends agreed on one key although a byte of a flight was another, which should count. */
    private static boolean agreesAlthough(int flight, int place) {
        try {
            Bytes changed = flights(flight, place)[flight];
            return place < changed.length() && !typesAndVersions(changed).contains(place);
        } catch (WireException e) {
            assertEquals(FailureCode.SESSION_KEY_FAILED, e.code());
            return false;
        }
    }

    /** Where the records of a flight have their type and version. */
    private static List<Integer> typesAndVersions(Bytes records) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at < records.length(); at += 5 + (records.at(at + 3) << 8 | records.at(at + 4))) {
            places.addAll(List.of(at, at + 1, at + 2));
        }
        return places;
    }

    /**
     * A handshake with one byte of one flight changed. No two have the same length: a signature may be a byte shorter.
     *
     * @param flight the flight with the byte; -1 for none
     * @return the flights, if both ends agreed on one key
     * @throws WireException if they did not
     */
    private static Bytes[] flights(int flight, int place) throws WireException {
        List<Suite> suites = List.of(Suite.values());
        Ends ends = new Ends(SessionKey.ofTerminal(terminal, suites), SessionKey.ofVerifier(host, suites));
        Bytes[] flights = new Bytes[3];
        flights[0] = flipped(ends.client().handshake(Bytes.EMPTY), flight == 0 ? place : -1);
        flights[1] = flipped(ends.server().handshake(flights[0]), flight == 1 ? place : -1);
        flights[2] = flipped(ends.client().handshake(flights[1]), flight == 2 ? place : -1);
        ends.server().handshake(flights[2]);
        if (!ends.server().stands() || !ends.client().id().equals(ends.server().id())) {
            throw new WireException(FailureCode.SESSION_KEY_FAILED, "no key or two");
        }
        return flights;
    }

    private static Bytes flipped(Bytes bytes, int place) {
        byte[] changed = bytes.toArray();
        if (place >= 0 && place < changed.length) {
            changed[place] ^= (byte) (1 << (place % 8));
        }
        return Bytes.of(changed);
    }

    private static Ends agreed() {
        try {
            return Ends.agreed(terminal, host);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static Frame seal(Ends ends, Frame message) {
        try {
            return ends.seal(message);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static void refuses(Ends ends, Frame changed, String what) {
        assertEquals(
                FailureCode.SEAL_BROKEN,
                assertThrows(WireException.class, () -> ends.open(changed), what)
                        .code(),
                what);
    }
}
