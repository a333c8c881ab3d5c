package org.idrelay.simulator;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardFile;

/**
 * The cryptography between simulated cards and simulated SAMs. What real cards do is unpublished: algorithms, keys and the
 * content of file 6011 are ours, and protect nobody's data.
 *
 * <pre>
 * master key       16 bytes, fixed below
 * card key         SM4(master key, first 16 bytes of file 6002)
 * authentication   first 8 bytes of SM4(card key, challenge 8 | "CARD-SAM" or "SAM-CARD" 8)
 * file cipher      SM4-CTR(card key, counter block: file id 2 | 00 × 14)
 * file 6011        HMAC-SM3(card key, clear file) of text, photo, fingerprints: 32 bytes each, then 00 × 118
 * </pre>
 */
final class SimulatedCrypto {

    static final int MAC_LENGTH = 32;

    private static final int BLOCK = 16;
    private static final int ANSWER = 8;
    private static final Bytes MASTER_KEY = ascii("simulated master");
    private static final Bytes CARD_TO_SAM = ascii("CARD-SAM");
    private static final Bytes SAM_TO_CARD = ascii("SAM-CARD");

    private SimulatedCrypto() {}

    /** The key of the card whose file 6002 this is. */
    static Bytes cardKey(Bytes managementFile) {
        return block(MASTER_KEY, managementFile.slice(0, BLOCK));
    }

    /** What the card answers to a SAM's challenge of 8 bytes. */
    static Bytes cardAnswer(Bytes cardKey, Bytes challenge) {
        return block(cardKey, challenge.plus(CARD_TO_SAM)).slice(0, ANSWER);
    }

    /** What the SAM answers to a card's challenge of 8 bytes. */
    static Bytes samAnswer(Bytes cardKey, Bytes challenge) {
        return block(cardKey, challenge.plus(SAM_TO_CARD)).slice(0, ANSWER);
    }

    /** Ciphers a file, or deciphers it: the same. */
    static Bytes cipher(Bytes cardKey, CardFile file, Bytes content) {
        Bytes counter = Bytes.of((byte) (file.id() >>> 8), (byte) file.id()).plus(Bytes.of(new byte[BLOCK - 2]));
        SICBlockCipher cipher = (SICBlockCipher) SICBlockCipher.newInstance(new SM4Engine());
        cipher.init(true, new ParametersWithIV(new KeyParameter(cardKey.toArray()), counter.toArray()));
        byte[] out = new byte[content.length()];
        cipher.processBytes(content.toArray(), 0, out.length, out, 0);
        return Bytes.of(out);
    }

    /** By which a SAM notices a file that was not made with this key. */
    static Bytes mac(Bytes cardKey, Bytes clearFile) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(cardKey.toArray()));
        mac.update(clearFile.toArray(), 0, clearFile.length());
        byte[] out = new byte[MAC_LENGTH];
        mac.doFinal(out, 0);
        return Bytes.of(out);
    }

    private static Bytes block(Bytes key, Bytes block) {
        BlockCipher cipher = new SM4Engine();
        cipher.init(true, new KeyParameter(key.toArray()));
        byte[] out = new byte[BLOCK];
        cipher.processBlock(block.toArray(), 0, out, 0);
        return Bytes.of(out);
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
