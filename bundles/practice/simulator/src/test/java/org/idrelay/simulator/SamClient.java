package org.idrelay.simulator;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.card.HostFrame;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;

/** The other end of a SAM's bridge: asks on the host port and lets a card answer on the RF port. */
final class SamClient implements AutoCloseable {

    private final Socket host;
    private final Socket rf;
    private final SimulatedCard card;
    private boolean answering = true;

    SamClient(SimulatedSam sam, SimulatedCard card) throws IOException {
        host = new Socket(InetAddress.getLoopbackAddress(), sam.hostPort());
        rf = new Socket(InetAddress.getLoopbackAddress(), sam.rfPort());
        host.setSoTimeout(10_000);
        rf.setSoTimeout(10_000);
        this.card = card;
        Thread pump = new Thread(this::pump, "rf-pump");
        pump.setDaemon(true);
        pump.start();
    }

    /** From now on the RF side keeps silent. */
    void stopAnswering() {
        answering = false;
    }

    HostFrame ask(int command, int parameter) throws IOException, MalformedException {
        return HostFrame.decodeResponse(
                askRaw(HostFrame.request(command, parameter).encode()));
    }

    Bytes askRaw(Bytes frame) throws IOException, MalformedException {
        host.getOutputStream().write(frame.toArray());
        DataInputStream in = new DataInputStream(host.getInputStream());
        byte[] prefix = new byte[HostFrame.PREFIX_LENGTH];
        in.readFully(prefix);
        byte[] rest = new byte[HostFrame.restLength(Bytes.of(prefix))];
        in.readFully(rest);
        return Bytes.of(prefix).plus(Bytes.of(rest));
    }

    @Override
    public void close() throws IOException {
        host.close();
        rf.close();
    }

    private void pump() {
        try {
            DataInputStream in = new DataInputStream(rf.getInputStream());
            while (true) {
                Bytes command = Bytes.of(in.readNBytes(in.readUnsignedShort()));
                Optional<Bytes> answer = card.receive(TypeBFrame.seal(command));
                if (answering) {
                    Bytes data = answer.isPresent()
                            ? TypeBFrame.open(answer.get()).plus(Bytes.of((byte) 0))
                            : Bytes.of((byte) 1);
                    byte[] length = {(byte) (data.length() >>> 8), (byte) data.length()};
                    rf.getOutputStream().write(Bytes.of(length).plus(data).toArray());
                }
            }
        } catch (IOException | MalformedException e) {
            // the test is over
        }
    }
}
