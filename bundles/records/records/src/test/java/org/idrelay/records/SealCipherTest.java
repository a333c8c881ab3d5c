package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealCipherTest {

    private final UUID record = UUID.randomUUID();
    private final byte[] bound = Part.PHOTO.boundTo(record, Part.FORMAT);
    private final byte[] plain = SealCipher.random(1024);

    @ParameterizedTest
    @EnumSource
    void opensWhatItSealed(SealCipher cipher) throws Exception {
        byte[] key = cipher.newKey();
        byte[] sealed = cipher.seal(key, bound, plain);
        assertEquals(12 + plain.length + 16, sealed.length);
        assertArrayEquals(plain, cipher.open(key, bound, sealed));
        assertFalse(Arrays.equals(sealed, cipher.seal(key, bound, plain)));
    }

    @ParameterizedTest
    @EnumSource
    void opensNothingThatWasAltered(SealCipher cipher) {
        byte[] key = cipher.newKey();
        byte[] sealed = cipher.seal(key, bound, plain);
        for (int at : new int[] {0, 12, sealed.length - 1}) {
            byte[] altered = sealed.clone();
            altered[at] ^= 1;
            refuses(cipher, key, bound, altered);
        }
        for (int length : new int[] {0, 11, 27, sealed.length - 1}) {
            refuses(cipher, key, bound, Arrays.copyOf(sealed, length));
        }
        refuses(cipher, cipher.newKey(), bound, sealed);
    }

    @ParameterizedTest
    @EnumSource
    void opensAPartInItsPlaceOnly(SealCipher cipher) {
        byte[] key = cipher.newKey();
        byte[] sealed = cipher.seal(key, bound, plain);
        refuses(cipher, key, Part.FINGERPRINTS.boundTo(record, Part.FORMAT), sealed);
        refuses(cipher, key, Part.PHOTO.boundTo(UUID.randomUUID(), Part.FORMAT), sealed);
        refuses(cipher, key, Part.PHOTO.boundTo(record, Part.FORMAT + 1), sealed);
    }

    /** The platform's own AES-GCM opens it too, so it is that. */
    @Test
    void sealsWithAesGcmOf256Bits() throws Exception {
        byte[] key = SealCipher.AES_256_GCM.newKey();
        byte[] sealed = SealCipher.AES_256_GCM.seal(key, bound, plain);
        assertEquals(32, key.length);
        Cipher platform = Cipher.getInstance("AES/GCM/NoPadding");
        platform.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, sealed, 0, 12));
        platform.updateAAD(bound);
        assertArrayEquals(plain, platform.doFinal(sealed, 12, sealed.length - 12));
    }

    private static void refuses(SealCipher cipher, byte[] key, byte[] bound, byte[] sealed) {
        StoreException refused = assertThrows(StoreException.class, () -> cipher.open(key, bound, sealed));
        assertEquals(FailureCode.STORE_DAMAGED, refused.code());
    }
}
