package org.idrelay.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.idrelay.api.Bytes;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.VerifierState;

/** Reads a message's fields, big endian and unsigned. Every length is checked against what is left before it is used. */
final class WireReader {

    private final Bytes in;
    private int position;

    WireReader(Bytes in) {
        this.in = in;
    }

    /** Reads one element of a list. */
    interface Element<T> {
        T read(WireReader in) throws WireException;
    }

    int u8() throws WireException {
        return (int) unsigned(1);
    }

    int u16() throws WireException {
        return (int) unsigned(2);
    }

    long u32() throws WireException {
        return unsigned(4);
    }

    /** An unsigned 32-bit number that must fit an int. */
    int u31() throws WireException {
        long value = unsigned(4);
        if (value > Integer.MAX_VALUE) {
            throw WireException.malformed("number above 2147483647");
        }
        return (int) value;
    }

    long u64() throws WireException {
        return unsigned(8);
    }

    /** An unsigned 64-bit number that must fit a long. */
    long u63() throws WireException {
        long value = unsigned(8);
        if (value < 0) {
            throw WireException.malformed("number above 9223372036854775807");
        }
        return value;
    }

    String text() throws WireException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw(u8()).toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw WireException.malformed("text is not UTF-8");
        }
    }

    String name() throws WireException {
        String name = text();
        if (!Names.isName(name)) {
            throw WireException.malformed("not a name");
        }
        return name;
    }

    Bytes bytes() throws WireException {
        return raw(u16());
    }

    Bytes raw(int length) throws WireException {
        if (length > in.length() - position) {
            throw WireException.malformed("%d bytes announced, %d left".formatted(length, in.length() - position));
        }
        position += length;
        return in.slice(position - length, position);
    }

    Bytes rest() throws WireException {
        return raw(in.length() - position);
    }

    /** Two count bytes, then the elements, each at least {@code leastSize} bytes long. */
    <T> List<T> list(int leastSize, Element<T> element) throws WireException {
        int count = u16();
        if ((long) count * leastSize > in.length() - position) {
            throw WireException.malformed(
                    "%d elements announced, %d bytes left".formatted(count, in.length() - position));
        }
        List<T> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(element.read(this));
        }
        return List.copyOf(elements);
    }

    /** Two bytes, a bit for each. Bits that have no meaning here are a newer peer's and are ignored. */
    Set<Capability> capabilities() throws WireException {
        int bits = u16();
        EnumSet<Capability> set = EnumSet.noneOf(Capability.class);
        for (Capability capability : Capability.values()) {
            if ((bits & Codes.bit(capability)) != 0) {
                set.add(capability);
            }
        }
        return Set.copyOf(set);
    }

    boolean flag() throws WireException {
        int value = u8();
        if (value > 1) {
            throw WireException.malformed("neither 0 nor 1");
        }
        return value == 1;
    }

    VerifierState state() throws WireException {
        return coded(VerifierState.values(), Codes::of, u8());
    }

    /** The constant that has this code. */
    static <E extends Enum<E>> E coded(E[] constants, ToIntFunction<E> codes, int code) throws WireException {
        for (E constant : constants) {
            if (codes.applyAsInt(constant) == code) {
                return constant;
            }
        }
        throw WireException.malformed("code %d has no meaning here".formatted(code));
    }

    void end() throws WireException {
        if (position != in.length()) {
            throw WireException.malformed("%d bytes left over".formatted(in.length() - position));
        }
    }

    private long unsigned(int size) throws WireException {
        if (size > in.length() - position) {
            throw WireException.malformed("%d bytes wanted, %d left".formatted(size, in.length() - position));
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | in.at(position++);
        }
        return value;
    }
}
