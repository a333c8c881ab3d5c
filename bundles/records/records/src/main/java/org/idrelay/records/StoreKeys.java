package org.idrelay.records;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;

/** The keys that an open store works with: the one that wraps, and the one that numbers are digested with. */
final class StoreKeys {

    private static final String DIGEST = "digest";
    private static final String HMAC = "HmacSHA256";
    private static final int DIGEST_KEY_LENGTH = 32;

    private final WrappingKey wrapping;
    private final SecretKeySpec digesting;

    private StoreKeys(WrappingKey wrapping, byte[] digestKey) {
        this.wrapping = wrapping;
        digesting = new SecretKeySpec(digestKey, HMAC);
    }

    /** The keys of a database; new ones only if it has none, so that a lost key store is never passed over. */
    static StoreKeys open(RecordTables tables, KeySource source) throws SQLException, StoreException {
        Optional<byte[]> wrapped = tables.storeKey(DIGEST);
        WrappingKey wrapping = source.open(wrapped.isEmpty());
        if (wrapped.isEmpty()) {
            byte[] digestKey = SealCipher.random(DIGEST_KEY_LENGTH);
            tables.insertStoreKey(DIGEST, wrapping.wrap(digestKey, boundTo(DIGEST)));
            return new StoreKeys(wrapping, digestKey);
        }
        try {
            return new StoreKeys(wrapping, wrapping.unwrap(wrapped.get(), boundTo(DIGEST)));
        } catch (StoreException e) {
            throw new StoreException(
                    FailureCode.STORE_KEY_MISSING, "%s: the database was sealed with another key".formatted(source), e);
        }
    }

    byte[] wrap(UUID record, byte[] dataKey) throws StoreException {
        return wrapping.wrap(dataKey, boundTo("data key " + record));
    }

    byte[] unwrap(UUID record, byte[] wrapped) throws StoreException {
        return wrapping.unwrap(wrapped, boundTo("data key " + record));
    }

    /** By which a number is found, and from which nobody without the key finds the number. */
    byte[] digest(String number) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(digesting);
            return mac.doFinal(number.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static byte[] boundTo(String purpose) {
        return ("org.idrelay.records " + purpose).getBytes(StandardCharsets.UTF_8);
    }
}
