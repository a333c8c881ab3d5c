package org.idrelay.reader.pcsc;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The functions of the machine's PC/SC library that we need: pcsc-lite, its kin on macOS, or winscard. Any thread; calls on one
 * context wait for each other, so every reader takes a context of its own.
 */
final class Pcsc {

    /** A DWORD is a long on Linux, and 4 bytes elsewhere. */
    private static final int WORD = Platform.isWindows() || Platform.isMac() ? 4 : Native.LONG_SIZE;

    /** Contexts and card handles. */
    private static final int HANDLE = Platform.isWindows() ? Native.POINTER_SIZE : WORD;

    private final NativeLibrary library;

    /**
     * Loads the library.
     *
     * @param name its file, or empty for the one this system usually has
     * @throws UnsatisfiedLinkError if there is none
     */
    Pcsc(String name) {
        library = NativeLibrary.getInstance(name.isEmpty() ? usualLibrary() : name);
    }

    private static String usualLibrary() {
        if (Platform.isWindows()) {
            return "winscard";
        }
        return Platform.isMac() ? "/System/Library/Frameworks/PCSC.framework/PCSC" : "libpcsclite.so.1";
    }

    /** The code by which an escape goes through SCardControl to the reader. */
    static int escapeCode() {
        return Platform.isWindows() ? 0x3136B0 : 0x42000001;
    }

    /** An argument that is a DWORD. */
    private static Number word(long value) {
        return number(WORD, value);
    }

    private static Number handle(long value) {
        return number(HANDLE, value);
    }

    private static Number number(int length, long value) {
        if (length == 4) {
            return (int) value;
        }
        return value;
    }

    long establish() throws PcscException {
        try (Memory context = cleared(HANDLE)) {
            call("SCardEstablishContext", word(2), Pointer.NULL, Pointer.NULL, context);
            return read(context, HANDLE);
        }
    }

    void release(long context) throws PcscException {
        call("SCardReleaseContext", handle(context));
    }

    /** The readers' names, each ended by a 0 byte; throws NO_READERS if there are none. */
    byte[] readers(long context) throws PcscException {
        String function = named("SCardListReaders");
        try (Memory length = cleared(WORD)) {
            call(function, handle(context), Pointer.NULL, Pointer.NULL, length);
            try (Memory names = cleared(Math.max(1, (int) read(length, WORD)))) {
                call(function, handle(context), Pointer.NULL, names, length);
                return names.getByteArray(0, (int) Math.min(names.size(), read(length, WORD)));
            }
        }
    }

    /** An open connection: its handle, and the protocol in use, 0 for none. */
    record Opened(long handle, int protocol) {}

    Opened connect(long context, byte[] reader, int share, int protocols) throws PcscException {
        try (Memory name = cleared(reader.length + 1);
                Memory card = cleared(HANDLE);
                Memory protocol = cleared(WORD)) {
            name.write(0, reader, 0, reader.length);
            call(named("SCardConnect"), handle(context), name, word(share), word(protocols), card, protocol);
            return new Opened(read(card, HANDLE), (int) read(protocol, WORD));
        }
    }

    void disconnect(long card) throws PcscException {
        call("SCardDisconnect", handle(card), word(0));
    }

    byte[] transmit(Opened card, byte[] command, int longestAnswer) throws PcscException {
        try (Memory protocol = cleared(2 * WORD);
                Memory in = memory(command);
                Memory out = cleared(longestAnswer);
                Memory length = cleared(WORD)) {
            write(protocol, 0, card.protocol());
            write(protocol, WORD, 2L * WORD);
            write(length, 0, longestAnswer);
            call("SCardTransmit", handle(card.handle()), protocol, in, word(command.length), Pointer.NULL, out, length);
            return answer(out, length);
        }
    }

    byte[] control(Opened card, int code, byte[] command, int longestAnswer) throws PcscException {
        try (Memory in = memory(command);
                Memory out = cleared(longestAnswer);
                Memory length = cleared(WORD)) {
            call(
                    "SCardControl",
                    handle(card.handle()),
                    word(code & 0xFFFFFFFFL),
                    in,
                    word(command.length),
                    out,
                    word(longestAnswer),
                    length);
            return answer(out, length);
        }
    }

    private static byte[] answer(Memory out, Memory length) {
        return out.getByteArray(0, (int) Math.min(out.size(), read(length, WORD)));
    }

    private void call(String name, Object... arguments) throws PcscException {
        Function function = library.getFunction(name);
        int status = function.invokeInt(arguments);
        if (status != 0) {
            throw PcscException.of(name, status);
        }
    }

    /** Windows has two of the functions that take names. */
    private static String named(String function) {
        return Platform.isWindows() ? function + "A" : function;
    }

    private static Memory memory(byte[] bytes) {
        Memory memory = cleared(bytes.length);
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }

    private static Memory cleared(int length) {
        Memory memory = new Memory(length);
        memory.clear();
        return memory;
    }

    private static long read(Memory memory, int length) {
        return length == 4 ? memory.getInt(0) : memory.getLong(0);
    }

    private static void write(Memory memory, int offset, long value) {
        if (WORD == 4) {
            memory.setInt(offset, (int) value);
        } else {
            memory.setLong(offset, value);
        }
    }

    /** The names in a list of names that end in 0 bytes. */
    static List<String> names(byte[] list) {
        return Arrays.stream(new String(list, StandardCharsets.UTF_8).split("\0"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
