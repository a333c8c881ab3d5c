package org.idrelay.records;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;

/** What seals a record's parts: {@code nonce 12 | ciphertext | tag 16}, with a new nonce each time. Any thread. */
enum SealCipher {
    AES_256_GCM(32),
    SM4_GCM(16);

    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int keyLength;

    SealCipher(int keyLength) {
        this.keyLength = keyLength;
    }

    byte[] newKey() {
        return random(keyLength);
    }

    byte[] seal(byte[] key, byte[] bound, byte[] plain) {
        byte[] nonce = random(NONCE_LENGTH);
        AEADBlockCipher cipher = cipher(true, key, nonce, bound);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_LENGTH + cipher.getOutputSize(plain.length));
        try {
            int written = cipher.processBytes(plain, 0, plain.length, sealed, NONCE_LENGTH);
            cipher.doFinal(sealed, NONCE_LENGTH + written);
            return sealed;
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("nothing is checked when sealing", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws StoreException STORE_DAMAGED if it was altered, or sealed with another key or for something else
     */
    byte[] open(byte[] key, byte[] bound, byte[] sealed) throws StoreException {
        if (key.length != keyLength || sealed.length < NONCE_LENGTH + TAG_BITS / Byte.SIZE) {
            throw damaged();
        }
        AEADBlockCipher cipher = cipher(false, key, Arrays.copyOf(sealed, NONCE_LENGTH), bound);
        byte[] plain = new byte[cipher.getOutputSize(sealed.length - NONCE_LENGTH)];
        try {
            int written = cipher.processBytes(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH, plain, 0);
            cipher.doFinal(plain, written);
            return plain;
        } catch (InvalidCipherTextException e) {
            throw damaged();
        }
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private AEADBlockCipher cipher(boolean sealing, byte[] key, byte[] nonce, byte[] bound) {
        AEADBlockCipher cipher =
                GCMBlockCipher.newInstance(this == SM4_GCM ? new SM4Engine() : AESEngine.newInstance());
        cipher.init(sealing, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, bound));
        return cipher;
    }

    private static StoreException damaged() {
        return new StoreException(FailureCode.STORE_DAMAGED, "a stored part does not open with its key");
    }
}
