package org.idrelay.secrecy;

import java.security.Provider;
import java.security.SecureRandom;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/** Where all cryptography comes from: Bouncy Castle, as an instance of our own that nobody else's code can find. */
public final class Crypto {

    /** Not registered with the platform: a registered provider would outlive its bundle. */
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private Crypto() {}

    static JcaTlsCrypto tls() {
        return new JcaTlsCryptoProvider().setProvider(PROVIDER).create(new SecureRandom());
    }
}
