package org.idrelay.reader.pcsc;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;

/** What a frame becomes when the reader makes and checks the CRC_B itself. */
final class AirFrame {

    private AirFrame() {}

    /** The data whose CRC_B the reader will make; empty if the frame's is another, to which every card is silent. */
    static Optional<Bytes> toSend(Bytes frame) {
        try {
            return Optional.of(TypeBFrame.open(frame));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** A frame as it must have been on air if the reader says that its CRC_B was wrong. */
    static Bytes spoiled(Bytes data) {
        byte[] frame = TypeBFrame.seal(data).toArray();
        frame[frame.length - 1] ^= (byte) 0xFF;
        return Bytes.of(frame);
    }
}
