package org.idrelay.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.idrelay.api.files.PrivateFile;

/** The trail's own key, and the three things that it makes: digests of numbers, links of the chain, seals of heads. Any thread. */
final class TrailKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 32;

    private final SecretKeySpec key;

    private TrailKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    static TrailKey read(Path file) throws IOException {
        byte[] key = Files.readAllBytes(file);
        if (key.length != LENGTH) {
            throw new IOException("the trail's key does not have " + LENGTH + " bytes");
        }
        return new TrailKey(key);
    }

    static TrailKey random() {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        return new TrailKey(key);
    }

    void keep(Path file) throws IOException {
        PrivateFile.replace(file, key.getEncoded());
    }

    /** The same for the same number; tells nobody without the key which. */
    String number(String number) {
        return mac("number", number);
    }

    /** What the line is chained with. */
    String chain(String previous, String line) {
        return mac("chain", previous + "\n" + line);
    }

    /** Without the key nobody writes a head. */
    String head(long sequence, String chain) {
        return mac("head", sequence + "\n" + chain);
    }

    private String mac(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((purpose + "\n").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
