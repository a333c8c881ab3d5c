package org.idrelay.verifier.sam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.card.CardCommand;
import org.idrelay.card.HostFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two connections alone, before a bridge that is a pair of bare sockets. */
@Timeout(60)
class SamLineTest {

    private static final int MILLIS = 30_000;
    private static final HostFrame FOUND = HostFrame.response(0, 0x9F, Bytes.of(new byte[4]));
    private static final Bytes REQB = Bytes.ofHex("0003050000");

    private Socket host;
    private Socket rf;
    private SamLine line;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket hostPort = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket rfPort = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            line = SamLine.connect(SamBench.settings(hostPort.getLocalPort(), rfPort.getLocalPort(), MILLIS, MILLIS));
            host = hostPort.accept();
            rf = rfPort.accept();
        }
        host.setTcpNoDelay(true);
        rf.setTcpNoDelay(true);
        host.setSoTimeout(MILLIS); // a blocked read would outlast the test's own timeout
        rf.setSoTimeout(MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        host.close();
        rf.close();
    }

    @Test
    void putsTogetherWhatComesByteByByte() throws Exception {
        for (byte one : FOUND.encode().toArray()) {
            say(host, Bytes.of(one));
        }
        assertEquals(new SamLine.Event.Response(FOUND), heard());
        for (byte one : REQB.toArray()) {
            say(rf, Bytes.of(one));
        }
        assertEquals(new SamLine.Event.Command(CardCommand.REQB), heard());
    }

    @Test
    void tellsApartWhatComesTogether() throws Exception {
        say(host, FOUND.encode().plus(FOUND.encode()));
        assertEquals(new SamLine.Event.Response(FOUND), heard());
        assertEquals(new SamLine.Event.Response(FOUND), heard());
        say(rf, REQB.plus(REQB));
        assertEquals(new SamLine.Event.Command(CardCommand.REQB), heard());
        assertEquals(new SamLine.Event.Command(CardCommand.REQB), heard());
    }

    @Test
    void takesTheLongestFrames() throws Exception {
        Bytes data = Bytes.of(new byte[HostFrame.MAX_LENGTH - HostFrame.PREFIX_LENGTH - 4]);
        HostFrame longest = HostFrame.response(0, 0x90, data);
        say(host, longest.encode());
        assertEquals(new SamLine.Event.Response(longest), heard());
        Bytes command = Bytes.of(new byte[255]);
        say(rf, Bytes.ofHex("00FF").plus(command));
        assertEquals(new SamLine.Event.Command(command), heard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEADBEEF010203", // no preamble
                "AAAAAA96690000", // no length
                "AAAAAA9669FFFF", // longer than any frame
                "AAAAAA966900040000909F", // a wrong checksum
                "AAAAAA96690003009093", // too short for a response
            })
    void hearsNothingMoreBehindGarbageOnTheHostPort(String hex) throws Exception {
        say(host, Bytes.ofHex(hex).plus(FOUND.encode()));
        assertInstanceOf(SamLine.Event.Garbage.class, heard());
        host.close();
        assertInstanceOf(SamLine.Event.Gone.class, heard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0100", "FFFF"})
    void hearsNothingMoreBehindALengthThatNoCardCommandHas(String hex) throws Exception {
        say(rf, Bytes.ofHex(hex).plus(REQB));
        assertInstanceOf(SamLine.Event.Garbage.class, heard());
        rf.close();
        assertInstanceOf(SamLine.Event.Gone.class, heard());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isGoneWithEitherConnectionAndClosesTheOther(boolean hostFirst) throws Exception {
        Socket lost = hostFirst ? host : rf;
        Socket left = hostFirst ? rf : host;
        lost.close();
        line.awaitGone();
        assertInstanceOf(SamLine.Event.Gone.class, heard());
        assertEquals(-1, left.getInputStream().read());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isGoneWhenAFrameBreaksOff(boolean onHost) throws Exception {
        Socket lost = onHost ? host : rf;
        Bytes frame = onHost ? FOUND.encode() : REQB;
        say(lost, frame.slice(0, frame.length() - 1));
        lost.close();
        assertInstanceOf(SamLine.Event.Gone.class, heard());
    }

    @Test
    void isGoneWhenTheSamDoesNotStopTalking() throws Exception {
        for (int i = 0; i < 17; i++) {
            say(rf, REQB);
        }
        line.awaitGone();
        assertEquals(-1, host.getInputStream().read());
    }

    @Test
    void saysHowTheCardAnswered() throws Exception {
        line.answer(CardAnswer.of(Bytes.ofHex("9000")));
        assertEquals("0003900000", said(rf, 5));
        line.answer(CardAnswer.silent());
        assertEquals("000101", said(rf, 3));
        line.ask(HostFrame.request(0x20, 0x01));
        assertEquals("aaaaaa96690003200122", said(host, 10));
    }

    private SamLine.Event heard() throws InterruptedException {
        return line.next(MILLIS).orElseThrow();
    }

    private static void say(Socket socket, Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.toArray());
    }

    private static String said(Socket socket, int length) throws IOException {
        return Bytes.of(socket.getInputStream().readNBytes(length)).toHex();
    }
}
