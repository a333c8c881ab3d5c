package org.idrelay.records;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The key that wraps all others, AES-256-GCM, wherever it is: {@code nonce 12 | ciphertext | tag 16}. It may be in a token and
 * is then used there. One thread at a time.
 */
final class WrappingKey {

    static final String ALIAS = "idrelay-records";
    static final int BITS = 256;

    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final @Nullable Provider provider;

    /** A key in memory, or in the token that a provider speaks with. */
    WrappingKey(SecretKey key, @Nullable Provider provider) {
        this.key = key;
        this.provider = provider;
    }

    byte[] wrap(byte[] plain, byte[] bound) throws StoreException {
        byte[] nonce = SealCipher.random(NONCE_LENGTH);
        byte[] wrapped = run(Cipher.ENCRYPT_MODE, nonce, bound, plain, 0);
        byte[] all = Arrays.copyOf(nonce, NONCE_LENGTH + wrapped.length);
        System.arraycopy(wrapped, 0, all, NONCE_LENGTH, wrapped.length);
        return all;
    }

    byte[] unwrap(byte[] wrapped, byte[] bound) throws StoreException {
        if (wrapped.length < NONCE_LENGTH + TAG_BITS / Byte.SIZE) {
            throw new StoreException(FailureCode.STORE_DAMAGED, "a wrapped key is cut short");
        }
        return run(Cipher.DECRYPT_MODE, wrapped, bound, wrapped, NONCE_LENGTH);
    }

    private byte[] run(int mode, byte[] nonce, byte[] bound, byte[] data, int from) throws StoreException {
        try {
            Cipher cipher = provider == null
                    ? Cipher.getInstance("AES/GCM/NoPadding")
                    : Cipher.getInstance("AES/GCM/NoPadding", provider);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_LENGTH));
            cipher.updateAAD(bound);
            return cipher.doFinal(data, from, data.length - from);
        } catch (AEADBadTagException e) {
            throw new StoreException(FailureCode.STORE_DAMAGED, "a key does not unwrap");
        } catch (GeneralSecurityException | ProviderException e) {
            throw new StoreException(
                    FailureCode.STORE_KEY_MISSING,
                    "the store's key failed: " + e.getClass().getSimpleName());
        }
    }
}
