package org.idrelay.verifier.host;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.idrelay.api.Bytes;
import org.idrelay.link.FrequencyLimit;
import org.idrelay.link.FrequencyLimit.Rate;

/**
 * How often each card is read, at all verifiers of this host together. Knows cards by a digest of their unique id under a key
 * of its own, which is never written anywhere and is gone with the process. Lives on the event loop.
 */
final class CardLimit {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_LENGTH = 32;

    /** Cards that are remembered at most: some 20 MB. */
    private static final int MAX_CARDS = 65_536;

    private final Rate rate;
    private final LongSupplier millis;
    private final Mac mac;
    private final FrequencyLimit<Bytes> reads;

    /** @param millis a clock that never goes back */
    CardLimit(Rate rate, LongSupplier millis) {
        this(rate, millis, MAX_CARDS);
    }

    /** @param maxCards how many cards are remembered at most; then the one that was read longest ago is forgotten */
    CardLimit(Rate rate, LongSupplier millis, int maxCards) {
        this.rate = rate;
        this.millis = millis;
        reads = new FrequencyLimit<>(maxCards);
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether the card may be read once more now; then it counts, however that read ends. */
    boolean begins(Bytes uniqueId) {
        return reads.begins(digest(uniqueId), rate, millis.getAsLong());
    }

    Rate rate() {
        return rate;
    }

    /** How many cards are remembered. */
    int remembered() {
        return reads.keys().size();
    }

    /** What a card is remembered by. */
    Bytes digest(Bytes uniqueId) {
        return Bytes.of(mac.doFinal(uniqueId.toArray()));
    }
}
