package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Provider;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.idrelay.secrecy.vectors.CryptoVectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CryptoVectorsTest {

    private final JcaTlsCrypto tls = Crypto.tls();

    @Test
    void theProviderGivesWhatIsPublished() {
        assertEquals(List.of(), CryptoVectors.failures(Crypto.PROVIDER));
    }

    @Test
    void aProviderWithoutTheAlgorithmsFailsEachVector() {
        Provider empty = new Provider("empty", "1", "nothing") {
            private static final long serialVersionUID = 1;
        };
        assertEquals(CryptoVectors.count(), CryptoVectors.failures(empty).size());
    }

    @ParameterizedTest
    @EnumSource
    void theTlsSetUpTakesItsAlgorithmsFromTheSameProvider(Suite suite) throws Exception {
        String mode =
                switch (suite) {
                    case TLS_SM4_GCM_SM3 -> "SM4/GCM/NoPadding";
                    case TLS_AES_256_GCM_SHA384 -> "AES/GCM/NoPadding";
                };
        assertTrue(tls.hasNamedGroup(suite.group()), NamedGroup.getText(suite.group()));
        assertTrue(tls.hasSignatureScheme(suite.signatureScheme()));
        assertSame(Crypto.PROVIDER, tls.getHelper().createCipher(mode).getProvider());
    }

    /** The key schedule of RFC 8446 7.1 as "The Illustrated TLS 1.3 Connection" (tls13.xargs.org) works it out. */
    @Test
    void theKeyScheduleWithSha384GivesWhatIsPublished() throws Exception {
        int hash = CryptoHashAlgorithm.sha384;
        TlsSecret early = tls.hkdfInit(hash).hkdfExtract(hash, tls.hkdfInit(hash));
        byte[] empty = tls.createHash(hash).calculateHash();
        TlsSecret derived = TlsCryptoUtils.hkdfExpandLabel(early, hash, "derived", empty, 48);
        byte[] shared = bytes("df4a291baa1eb7cfa6934b29b474baad2697e29f1f920dcc77c8a0a088447624");
        TlsSecret handshake = derived.hkdfExtract(hash, tls.createSecret(shared));
        byte[] hello = bytes(
                "e05f64fcd082bdb0dce473adf669c2769f257a1c75a51b7887468b5e0e7a7de4f4d34555112077f16e079019d5a845bd");
        TlsSecret client = TlsCryptoUtils.hkdfExpandLabel(handshake, hash, "c hs traffic", hello, 48);

        assertArrayEquals(
                bytes(
                        "bdbbe8757494bef20de932598294ea65b5e6bf6dc5c02a960a2de2eaa9b07c929078d2caa0936231c38d1725f179d299"),
                handshake.extract());
        assertArrayEquals(
                bytes(
                        "db89d2d6df0e84fed74a2288f8fd4d0959f790ff23946cdf4c26d85e51bebd42ae184501972f8d30c4a3e4a3693d0ef0"),
                client.extract());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
