package org.idrelay.records;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.OptionalLong;

/**
 * Finds the slot of a token by its label, which Java's own PKCS#11 provider cannot: it must be told the slot. Calls the
 * library's functions C_GetSlotList and C_GetTokenInfo (PKCS#11 2.20) by their names.
 */
final class TokenSlot {

    private static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final byte WITH_TOKEN = 1;
    private static final int LABEL_LENGTH = 32;
    /** More than a CK_TOKEN_INFO has anywhere. */
    private static final int INFO_LENGTH = 512;

    private TokenSlot() {}

    /**
     * The slot's number; empty if no token has that label.
     *
     * @throws GeneralSecurityException if the library fails
     * @throws UnsatisfiedLinkError if there is no such library
     */
    static OptionalLong find(String path, String label) throws GeneralSecurityException {
        NativeLibrary library = NativeLibrary.getInstance(path);
        long begun = call(library, "C_Initialize", Pointer.NULL);
        if (begun != OK && begun != ALREADY_INITIALIZED) {
            throw new GeneralSecurityException("C_Initialize: %x".formatted(begun));
        }
        try {
            return find(library, label);
        } finally {
            if (begun == OK) {
                // the provider begins it anew, with locks
                call(library, "C_Finalize", Pointer.NULL);
            }
        }
    }

    private static OptionalLong find(NativeLibrary library, String label) throws GeneralSecurityException {
        NativeLongByReference count = new NativeLongByReference();
        check(library, "C_GetSlotList", WITH_TOKEN, Pointer.NULL, count);
        int slots = count.getValue().intValue();
        try (Memory numbers = new Memory((long) Math.max(1, slots) * NativeLong.SIZE);
                Memory info = new Memory(INFO_LENGTH)) {
            check(library, "C_GetSlotList", WITH_TOKEN, numbers, count);
            for (int i = 0; i < Math.min(slots, count.getValue().intValue()); i++) {
                NativeLong slot = numbers.getNativeLong((long) i * NativeLong.SIZE);
                check(library, "C_GetTokenInfo", slot, info);
                String found = new String(info.getByteArray(0, LABEL_LENGTH), StandardCharsets.UTF_8);
                if (found.strip().equals(label)) {
                    return OptionalLong.of(slot.longValue());
                }
            }
        }
        return OptionalLong.empty();
    }

    private static void check(NativeLibrary library, String function, Object... arguments)
            throws GeneralSecurityException {
        long result = call(library, function, arguments);
        if (result != OK) {
            throw new GeneralSecurityException("%s: %x".formatted(function, result));
        }
    }

    private static long call(NativeLibrary library, String function, Object... arguments) {
        return ((NativeLong) library.getFunction(function).invoke(NativeLong.class, arguments)).longValue();
    }
}
