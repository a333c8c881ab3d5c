package org.idrelay.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/** Writes a message's fields, big endian. Values too large for their field are our own error, not the peer's. */
final class WireWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter u8(int value) {
        return unsigned(value, 1);
    }

    WireWriter u16(int value) {
        return unsigned(value, 2);
    }

    WireWriter u32(long value) {
        return unsigned(value, 4);
    }

    WireWriter u64(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    /** One length byte, then UTF-8. */
    WireWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return u8(utf8.length).raw(Bytes.of(utf8));
    }

    /** Two length bytes, then the bytes. */
    WireWriter bytes(Bytes value) {
        return u16(value.length()).raw(value);
    }

    /** The bytes alone. */
    WireWriter raw(Bytes value) {
        out.writeBytes(value.toArray());
        return this;
    }

    WireWriter state(VerifierState value) {
        return u8(Codes.of(value));
    }

    /** Two bytes, a bit for each. */
    WireWriter capabilities(Set<Capability> value) {
        return u16(value.stream().mapToInt(Codes::bit).sum());
    }

    Bytes written() {
        return Bytes.of(out.toByteArray());
    }

    private WireWriter unsigned(long value, int size) {
        if (value < 0 || value >>> (8 * size) != 0) {
            throw new IllegalArgumentException("%d does not fit %d bytes".formatted(value, size));
        }
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }
}
