package org.idrelay.api;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Immutable bytes with value equality, safe on any thread. Their text is their length only: card data must not reach a
 * log through a value's {@code toString}.
 */
public final class Bytes {

    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** A copy of the given bytes. */
    public static Bytes of(byte... value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /**
     * The bytes that a text of hex digits states; white space between the digits is ignored.
     *
     * @throws IllegalArgumentException if the text holds anything else, or half a byte
     */
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    /** How many bytes there are. */
    public int length() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    /** The byte at an index, unsigned. */
    public int at(int index) {
        return Byte.toUnsignedInt(value[index]);
    }

    /** The bytes from {@code from} to before {@code to}, as a copy. */
    public Bytes slice(int from, int to) {
        return of(Arrays.copyOfRange(value, from, checkedEnd(from, to)));
    }

    /** The bytes from {@code from} to the end. */
    public Bytes from(int from) {
        return slice(from, value.length);
    }

    /** These bytes, then the others. */
    public Bytes plus(Bytes others) {
        byte[] joined = Arrays.copyOf(value, value.length + others.value.length);
        System.arraycopy(others.value, 0, joined, value.length, others.value.length);
        return new Bytes(joined);
    }

    public boolean startsWith(Bytes prefix) {
        return value.length >= prefix.value.length
                && Arrays.equals(value, 0, prefix.value.length, prefix.value, 0, prefix.value.length);
    }

    public boolean endsWith(Bytes suffix) {
        int from = value.length - suffix.value.length;
        return from >= 0 && Arrays.equals(value, from, value.length, suffix.value, 0, suffix.value.length);
    }

    /** A copy for callers that need an array. */
    public byte[] toArray() {
        return value.clone();
    }

    /** The bytes as lower-case hex digits: for test vectors and public values, never for card data in a log. */
    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    private int checkedEnd(int from, int to) {
        if (from < 0 || from > to || to > value.length) {
            throw new IndexOutOfBoundsException("%d to %d of %d bytes".formatted(from, to, value.length));
        }
        return to;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return value.length + " bytes";
    }
}
