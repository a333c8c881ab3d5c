package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerNameTest {

    @ParameterizedTest
    @CsvSource({
        "urn:idrelay:terminal:t-01, TERMINAL, t-01",
        "urn:idrelay:server:Centre_1, SERVER, Centre_1",
        "urn:idrelay:verifier-host:host.1, VERIFIER_HOST, host.1"
    })
    void aNameIsWrittenAsItIsRead(String urn, Role role, String identity) {
        PeerName name = PeerName.parse(urn);
        assertEquals(new PeerName(role, identity), name);
        assertEquals(urn, name.urn());
        assertEquals(urn, name.toString());
    }

    @Test
    void anIdentityHasUpTo64Characters() {
        assertEquals(
                64,
                PeerName.parse("urn:idrelay:server:" + "x".repeat(64))
                        .identity()
                        .length());
        refuses("urn:idrelay:server:" + "x".repeat(65));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "urn:idrelay:",
                "urn:idrelay:terminal",
                "urn:idrelay:terminal:",
                "urn:idrelay:terminal:a b",
                "urn:idrelay:terminal:a:b",
                "urn:idrelay:terminal:a/b",
                "urn:idrelay:terminal:a\n",
                "urn:idrelay:terminal:\u00e4",
                "urn:idrelay:Terminal:t-01",
                "URN:idrelay:terminal:t-01",
                "urn:idrelay:verifier_host:h",
                "urn:idrelay:verifier:h",
                "urn:other:terminal:t-01",
                " urn:idrelay:terminal:t-01"
            })
    void whatIsNoNameIsRefused(String urn) {
        refuses(urn);
    }

    @Test
    void theNameIsTheOneUrnAmongOtherNames() throws Exception {
        X509Certificate certificate = certificate(
                new GeneralName(GeneralName.dNSName, "urn.idrelay.terminal"),
                uri("https://example.org/urn:idrelay:server:other"),
                new GeneralName(GeneralName.rfc822Name, "urn:idrelay:server:mail"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                uri("urn:idrelay:terminal:t-01"));
        assertEquals(TestKeys.TERMINAL, PeerName.of(certificate));
    }

    @Test
    void aCertificateWithTwoNamesIsRefused() throws Exception {
        X509Certificate both = certificate(uri("urn:idrelay:terminal:t-01"), uri("urn:idrelay:server:server-1"));
        assertTrue(refusal(both).startsWith("2 names"));
        X509Certificate twice = certificate(uri("urn:idrelay:terminal:t-01"), uri("urn:idrelay:terminal:t-01"));
        assertTrue(refusal(twice).startsWith("2 names"));
    }

    @Test
    void aCertificateWithoutANameIsRefused() throws Exception {
        assertTrue(refusal(certificate()).startsWith("0 names"));
        assertTrue(refusal(certificate(new GeneralName(GeneralName.dNSName, "localhost")))
                .startsWith("0 names"));
    }

    @Test
    void aMalformedNameInACertificateIsRefusedWithoutRepeatingIt() throws Exception {
        String refusal = refusal(certificate(uri("urn:idrelay:terminal:forged line")));
        assertFalse(refusal.contains("forged"), refusal);
        refusal(certificate(uri("urn:idrelay:operator:forged")));
    }

    private static void refuses(String urn) {
        assertThrows(IllegalArgumentException.class, () -> PeerName.parse(urn));
    }

    private static String refusal(X509Certificate certificate) {
        return String.valueOf(assertThrows(CertificateException.class, () -> PeerName.of(certificate))
                .getMessage());
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    private static X509Certificate certificate(GeneralName... names) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Crypto.PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=test");
        Date now = Date.from(Instant.now());
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, now, name, pair.getPublic());
        if (names.length > 0) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(Arrays.copyOf(names, names.length)));
        }
        return new JcaX509CertificateConverter()
                .setProvider(Crypto.PROVIDER)
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(Crypto.PROVIDER)
                        .build(pair.getPrivate())));
    }
}
