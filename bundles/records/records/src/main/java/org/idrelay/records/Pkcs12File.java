package org.idrelay.records;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.idrelay.api.FailureCode;
import org.idrelay.api.files.PrivateFile;
import org.idrelay.operations.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key in a PKCS#12 file, which is made for the first record; readable for nobody else. */
record Pkcs12File(Path file, String password) implements KeySource {

    private static final Logger log = LoggerFactory.getLogger(Pkcs12File.class);

    @Override
    public WrappingKey open(boolean mayCreate) throws StoreException {
        if (password.isEmpty() || password.startsWith("$[")) {
            throw missing("keyPassword is not set");
        }
        try {
            if (mayCreate && Files.notExists(file)) {
                create();
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password.toCharArray());
            }
            if (!(store.getKey(WrappingKey.ALIAS, password.toCharArray()) instanceof SecretKey key)) {
                throw missing("%s holds no key %s".formatted(file, WrappingKey.ALIAS));
            }
            return new WrappingKey(key, null);
        } catch (IOException | GeneralSecurityException e) {
            throw missing("%s cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
        }
    }

    private void create() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        SecretKey key = new SecretKeySpec(SealCipher.random(WrappingKey.BITS / Byte.SIZE), "AES");
        store.setEntry(
                WrappingKey.ALIAS,
                new KeyStore.SecretKeyEntry(key),
                new KeyStore.PasswordProtection(password.toCharArray()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        store.store(content, password.toCharArray());
        PrivateFile.create(file, content.toByteArray());
        log.warn("made a new key for the record store: {}. Back it up: without it no record can be opened", file);
    }

    private static StoreException missing(String message) {
        return new StoreException(FailureCode.STORE_KEY_MISSING, message);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
