package org.idrelay.secrecy;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Offers one key to the platform's own TLS, whatever the peer asks for; none if there is none. */
final class LinkKeys extends X509ExtendedKeyManager {

    private static final String ALIAS = "link";
    private static final String TYPE = "EC";

    private final Optional<KeyEntry> entry;

    LinkKeys(Optional<KeyEntry> entry) {
        this.entry = entry;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return choose(types);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return choose(type);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return choose(types);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return choose(type);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return entry.map(own -> own.chain().toArray(X509Certificate[]::new)).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return entry.map(KeyEntry::key).orElse(null);
    }

    private @Nullable String choose(String... types) {
        for (String type : types) {
            if (entry.isPresent() && type.startsWith(TYPE)) {
                return ALIAS;
            }
        }
        return null;
    }
}
