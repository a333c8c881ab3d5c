package com.example.vendor;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A vendor's bundle in one class, against nothing but the published contracts: a verifier behind a bridge of two ports. The
 * property {@code vendor.sam} names them: {@code HOST_PORT,RF_PORT}.
 */
public final class VendorVerifier implements Verifier, BundleActivator {

    private static final int TIMEOUT_MILLIS = 5000;

    private Socket host;
    private Socket rf;

    @Override
    public void start(BundleContext context) throws IOException {
        String[] ports = context.getProperty("vendor.sam").split(",");
        host = connect(Integer.parseInt(ports[0]));
        rf = connect(Integer.parseInt(ports[1]));
        context.registerService(Verifier.class, this, null);
    }

    @Override
    public void stop(BundleContext context) throws IOException {
        host.close();
        rf.close();
    }

    @Override
    public String name() {
        return "vendor-1";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.TEXT_PHOTO);
    }

    @Override
    public Bytes find() throws VerifierException {
        ask("AAAAAA96690003200122");
        return rfCommand();
    }

    @Override
    public void confirmFind(Bytes atqb) throws VerifierException {
        answerRf(CardAnswer.of(atqb));
        hostAnswer(0x9F);
    }

    @Override
    public Bytes select() throws VerifierException {
        ask("AAAAAA96690003200221");
        return rfCommand();
    }

    @Override
    public void confirmSelect(Bytes attribAnswer, Bytes uniqueId) throws VerifierException {
        answerRf(CardAnswer.of(attribAnswer));
        hostAnswer(0x90);
    }

    @Override
    public List<Bytes> read(Set<Capability> wanted, List<CardExchange> exchanged, Card card)
            throws VerifierException, CardException, InterruptedException {
        Deque<CardExchange> known = new ArrayDeque<>(exchanged);
        ask("AAAAAA96690003300132");
        Optional<Bytes> answer = Optional.empty();
        while (answer.isEmpty()) {
            if (available(host)) {
                answer = Optional.of(hostAnswer(0x90));
            } else if (available(rf)) {
                Bytes command = rfCommand();
                boolean first = !known.isEmpty() && known.peek().command().equals(command);
                answerRf(first ? known.remove().answer() : card.exchange(List.of(command)).get(0));
            } else {
                Thread.onSpinWait();
            }
        }
        return List.of(answer.get());
    }

    @Override
    public void release() {}

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void ask(String hex) throws VerifierException {
        write(host, Bytes.ofHex(hex));
    }

    private Bytes rfCommand() throws VerifierException {
        try {
            DataInputStream in = new DataInputStream(rf.getInputStream());
            return Bytes.of(in.readNBytes(in.readUnsignedShort()));
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private void answerRf(CardAnswer answer) throws VerifierException {
        Bytes data = answer.data().plus(Bytes.of((byte) answer.rfStatus()));
        write(rf, Bytes.of((byte) (data.length() >>> 8), (byte) data.length()).plus(data));
    }

    private Bytes hostAnswer(int state) throws VerifierException {
        try {
            DataInputStream in = new DataInputStream(host.getInputStream());
            Bytes prefix = Bytes.of(in.readNBytes(7));
            Bytes frame = prefix.plus(Bytes.of(in.readNBytes(prefix.at(5) << 8 | prefix.at(6))));
            if (frame.at(9) != state) {
                throw new VerifierException(FailureCode.VERIFIER_REFUSED, "state " + frame.at(9));
            }
            return frame;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private boolean available(Socket socket) throws VerifierException {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static void write(Socket socket, Bytes bytes) throws VerifierException {
        try {
            new DataOutputStream(socket.getOutputStream()).write(bytes.toArray());
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static VerifierException gone(IOException cause) {
        return new VerifierException(FailureCode.VERIFIER_GONE, "the line to the SAM is down", cause);
    }
}
