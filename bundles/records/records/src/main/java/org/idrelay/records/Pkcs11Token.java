package org.idrelay.records;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.OptionalLong;
import javax.crypto.SecretKey;
import org.idrelay.api.FailureCode;
import org.idrelay.operations.StoreException;

/**
 * A key in a PKCS#11 token, which it never leaves. It is made there by the token's own tools, not by us: who owns a token wants
 * to say how its keys are.
 */
final class Pkcs11Token implements KeySource {

    static final String PREFIX = "pkcs11:";

    private final String library;
    private final String label;
    private final String pin;

    /** The token of a label, behind a library that speaks PKCS#11. */
    Pkcs11Token(String library, String label, String pin) {
        this.library = library;
        this.label = label;
        this.pin = pin;
    }

    @Override
    public WrappingKey open(boolean mayCreate) throws StoreException {
        try {
            OptionalLong slot = TokenSlot.find(library, label);
            if (slot.isEmpty()) {
                throw missing("there is no such token");
            }
            Provider provider = provider(slot.getAsLong());
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin.toCharArray());
            if (!(store.getKey(WrappingKey.ALIAS, null) instanceof SecretKey key)) {
                throw missing("it holds no AES key " + WrappingKey.ALIAS);
            }
            return new WrappingKey(key, provider);
        } catch (IOException | GeneralSecurityException | ProviderException | UnsatisfiedLinkError e) {
            throw missing(e.getClass().getSimpleName());
        }
    }

    private Provider provider(long slot) throws GeneralSecurityException {
        Provider java = Security.getProvider("SunPKCS11");
        if (java == null) {
            throw new GeneralSecurityException("this Java has no PKCS#11");
        }
        return java.configure("--name=idrelay-records-%d\nlibrary=\"%s\"\nslot=%d\n".formatted(slot, library, slot));
    }

    private StoreException missing(String what) {
        return new StoreException(FailureCode.STORE_KEY_MISSING, "%s: %s".formatted(this, what));
    }

    @Override
    public String toString() {
        return "token " + label;
    }
}
