package org.idrelay.secrecy.vectors;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Published test vectors for what a session key is made of, put to a provider. Knows neither a test framework nor the
 * provider's own classes, so that it can run in any container.
 */
public final class CryptoVectors {

    private static final String RFC_8998_PLAINTEXT = "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
            + "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA";

    private static final String SM4_KEY = "0123456789ABCDEFFEDCBA9876543210";
    private static final int TAG_BITS = 128;

    /** What RFC 8410 puts before the 32 bytes of a private and of a public key. */
    private static final String X25519_PKCS8 = "302E020100300506032B656E04220420";

    private static final String X25519_X509 = "302A300506032B656E032100";

    private interface Check {
        boolean holds(Provider provider) throws GeneralSecurityException;
    }

    private record Vector(String name, Check check) {}

    /** Each with the document that has it. */
    private static final List<Vector> VECTORS = List.of(
            new Vector(
                    "GB/T 32905-2016 A.1: SM3 of abc",
                    provider -> isDigest(
                            provider,
                            "SM3",
                            "abc",
                            "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")),
            new Vector(
                    "GB/T 32905-2016 A.2: SM3 of 64 bytes",
                    provider -> isDigest(
                            provider,
                            "SM3",
                            "abcd".repeat(16),
                            "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732")),
            new Vector(
                    "GB/T 32907-2016 A.1: SM4, one block",
                    provider -> isSm4(provider, 1, "681EDF34D206965E86B3E94F536E4246")),
            new Vector(
                    "GB/T 32907-2016 A.2: SM4, a million times",
                    provider -> isSm4(provider, 1_000_000, "595298C7C6FD271F0402F804C33D3F66")),
            new Vector(
                    "RFC 8998 A.1: SM4-GCM",
                    provider -> isSealed(
                            provider,
                            "SM4/GCM/NoPadding",
                            SM4_KEY,
                            "00001234567800000000ABCD",
                            "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
                            RFC_8998_PLAINTEXT,
                            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
                                    + "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
                                    + "83DE3541E4C2B58177E065A9BF7B62EC")),
            new Vector(
                    "RFC 8998 A.2: SM4-CCM",
                    provider -> isSealed(
                            provider,
                            "SM4/CCM/NoPadding",
                            SM4_KEY,
                            "00001234567800000000ABCD",
                            "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
                            RFC_8998_PLAINTEXT,
                            "48AF93501FA62ADBCD414CCE6034D895DDA1BF8F132F042098661572E7483094"
                                    + "FD12E518CE062C98ACEE28D95DF4416BED31A2F04476C18BB40C84A74B97DC5B"
                                    + "16842D4FA186F56AB33256971FA110F4")),
            new Vector(
                    "The Galois/Counter Mode of Operation (McGrew, Viega), test case 16: AES-256-GCM",
                    provider -> isSealed(
                            provider,
                            "AES/GCM/NoPadding",
                            "FEFFE9928665731C6D6A8F9467308308FEFFE9928665731C6D6A8F9467308308",
                            "CAFEBABEFACEDBADDECAF888",
                            "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
                            "D9313225F88406E5A55909C5AFF5269A86A7A9531534F7DA2E4C303D8A318A72"
                                    + "1C3C0C95956809532FCF0E2449A6B525B16AEDF5AA0DE657BA637B39",
                            "522DC1F099567D07F47F37A32A84427D643A8CDCBFE5C0C97598A2BD2555D1AA"
                                    + "8CB08E48590DBB3DA7B08B1056828838C5F61E6393BA7A0ABCC9F662"
                                    + "76FC6ECE0F4E1768CDDF8853BB2D551B")),
            new Vector("GB/T 32918.5-2017 A.2: SM2 signature", CryptoVectors::isSm2Signature),
            new Vector(
                    "RFC 7748 5.2, first: X25519",
                    provider -> isX25519(
                            provider,
                            "A546E36BF0527C9D3B16154B82465EDD62144C0AC1FC5A18506A2244BA449AC4",
                            "E6DB6867583030DB3594C1A424B15F7C726624EC26B3353B10A903A6D0AB1C4C",
                            "C3DA55379DE9C6908E94EA4DF28D084F32ECCF03491C71F754B4075577A28552")),
            new Vector(
                    "RFC 7748 5.2, second: X25519",
                    provider -> isX25519(
                            provider,
                            "4B66E9D4D1B4673C5AD22691957D6AF5C11B6421E0EA01D42CA4169E7918BA0D",
                            "E5210F12786811D3F4B7959D0538AE2C31DBE7106FC03C3EFC4CD549C715A493",
                            "95CBDE9476E8907D7AADE45CB4B873F88B595A68799FA152E6F8F7647AAC7957")),
            new Vector("RFC 4231 4.3: HMAC-SHA-384", CryptoVectors::isHmac));

    private CryptoVectors() {}

    /** The names of the vectors that do not come out as published, with the reason; empty if all do. */
    public static List<String> failures(Provider provider) {
        List<String> failures = new ArrayList<>();
        for (Vector vector : VECTORS) {
            try {
                if (!vector.check().holds(provider)) {
                    failures.add(vector.name());
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                failures.add("%s: %s".formatted(vector.name(), e));
            }
        }
        return failures;
    }

    /** How many there are. */
    public static int count() {
        return VECTORS.size();
    }

    private static boolean isDigest(Provider provider, String algorithm, String message, String expected)
            throws GeneralSecurityException {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        return isHex(expected, MessageDigest.getInstance(algorithm, provider).digest(bytes));
    }

    /** The key as plaintext, encrypted so many times, and back. */
    private static boolean isSm4(Provider provider, int times, String expected) throws GeneralSecurityException {
        SecretKeySpec key = new SecretKeySpec(bytes(SM4_KEY), "SM4");
        Cipher cipher = Cipher.getInstance("SM4/ECB/NoPadding", provider);
        byte[] block = bytes(SM4_KEY);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        for (int i = 0; i < times; i++) {
            cipher.update(block, 0, block.length, block, 0);
        }
        boolean encrypted = isHex(expected, block);
        cipher.init(Cipher.DECRYPT_MODE, key);
        for (int i = 0; i < times; i++) {
            cipher.update(block, 0, block.length, block, 0);
        }
        return encrypted && isHex(SM4_KEY, block);
    }

    /** Seals as published, opens again, and does not open with a flipped bit in the text, the tag or the clear data. */
    private static boolean isSealed(
            Provider provider, String mode, String key, String nonce, String clear, String plaintext, String expected)
            throws GeneralSecurityException {
        String algorithm = mode.substring(0, mode.indexOf('/'));
        SecretKeySpec secret = new SecretKeySpec(bytes(key), algorithm);
        GCMParameterSpec parameters = new GCMParameterSpec(TAG_BITS, bytes(nonce));
        Cipher sealing = Cipher.getInstance(mode, provider);
        sealing.init(Cipher.ENCRYPT_MODE, secret, parameters);
        sealing.updateAAD(bytes(clear));
        byte[] sealed = sealing.doFinal(bytes(plaintext));

        Cipher opening = Cipher.getInstance(mode, provider);
        opening.init(Cipher.DECRYPT_MODE, secret, parameters);
        opening.updateAAD(bytes(clear));
        return isHex(expected, sealed)
                && isHex(plaintext, opening.doFinal(sealed))
                && !opens(opening, secret, parameters, bytes(clear), flipped(sealed, 0))
                && !opens(opening, secret, parameters, bytes(clear), flipped(sealed, sealed.length - 1))
                && !opens(opening, secret, parameters, flipped(bytes(clear), 0), sealed);
    }

    private static boolean opens(
            Cipher opening, SecretKeySpec secret, GCMParameterSpec parameters, byte[] clear, byte[] sealed)
            throws GeneralSecurityException {
        try {
            opening.init(Cipher.DECRYPT_MODE, secret, parameters);
            opening.updateAAD(clear);
            opening.doFinal(sealed);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        }
    }

    /** The published signature of "message digest" by 1234567812345678, which is the provider's identity by default. */
    private static boolean isSm2Signature(Provider provider) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC", provider);
        curve.init(new ECGenParameterSpec("sm2p256v1"));
        ECPoint point = new ECPoint(
                new BigInteger("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020", 16),
                new BigInteger("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13", 16));
        PublicKey key = KeyFactory.getInstance("EC", provider)
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
        byte[] message = "message digest".getBytes(StandardCharsets.US_ASCII);
        byte[] signature = der(
                new BigInteger("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3", 16),
                new BigInteger("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA", 16));
        return verifies(provider, key, message, signature)
                && !verifies(provider, key, flipped(message, 0), signature)
                && !verifies(provider, key, message, flipped(signature, signature.length - 1))
                && !verifies(provider, key, message, flipped(signature, 20));
    }

    private static boolean verifies(Provider provider, PublicKey key, byte[] message, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SM3withSM2", provider);
        signature.initVerify(key);
        signature.update(message);
        return signature.verify(signed);
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        return ByteBuffer.allocate(first.length + second.length + 6)
                .put((byte) 0x30)
                .put((byte) (first.length + second.length + 4))
                .put((byte) 2)
                .put((byte) first.length)
                .put(first)
                .put((byte) 2)
                .put((byte) second.length)
                .put(second)
                .array();
    }

    private static boolean isX25519(Provider provider, String scalar, String coordinate, String expected)
            throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519", provider);
        KeyAgreement agreement = KeyAgreement.getInstance("X25519", provider);
        agreement.init(keys.generatePrivate(new PKCS8EncodedKeySpec(bytes(X25519_PKCS8 + scalar))));
        agreement.doPhase(keys.generatePublic(new X509EncodedKeySpec(bytes(X25519_X509 + coordinate))), true);
        return isHex(expected, agreement.generateSecret());
    }

    private static boolean isHmac(Provider provider) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA384", provider);
        mac.init(new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), "HmacSHA384"));
        return isHex(
                "AF45D2E376484031617F78D2B58A6B1B9C7EF464F5A01B47E42EC3736322445E8E2240CA5E69E2C78B3239ECFAB21649",
                mac.doFinal("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static boolean isHex(String expected, byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes).equals(expected);
    }
}
