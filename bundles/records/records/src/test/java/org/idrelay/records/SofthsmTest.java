package org.idrelay.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.OptionalLong;
import java.util.UUID;
import org.idrelay.api.FailureCode;
import org.idrelay.api.record.SinkResult;
import org.idrelay.operations.StoreException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that wraps all others in a real PKCS#11 token, in software. */
class SofthsmTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void makeToken() throws Exception {
        OutsideProgram.require(SoftToken.isInstalled(), "softhsm2");
        new SoftToken().makeKey();
    }

    @Test
    void keepsAndOpensRecordsWithAKeyInAToken() throws Exception {
        try (TestStore test = store(SoftToken.LABEL, SoftToken.PIN)) {
            assertEquals(new SinkResult.Taken(), test.deliver(TestStore.person(0)));
        }
        try (TestStore again = store(SoftToken.LABEL, SoftToken.PIN)) {
            UUID id = again.store
                    .find(TestStore.person(0).number(), "clerk")
                    .get(0)
                    .id();
            assertTrue(
                    again.store.export(id, "clerk").contains(TestStore.person(0).name()));
        }
    }

    @Test
    void theKeyNeverLeavesTheToken() throws Exception {
        OptionalLong slot = TokenSlot.find(SoftToken.LIBRARY, SoftToken.LABEL);
        KeyStore token = KeyStore.getInstance(
                "PKCS11",
                Security.getProvider("SunPKCS11")
                        .configure("--name=looking\nlibrary=%s\nslot=%d\n"
                                .formatted(SoftToken.LIBRARY, slot.orElseThrow())));
        token.load(null, SoftToken.PIN.toCharArray());
        assertNull(token.getKey(WrappingKey.ALIAS, null).getEncoded());
    }

    @Test
    void saysThatTheKeyIsMissing() throws Exception {
        // a process logs in to a token once: the wrong PIN first
        assertEquals("token another: IOException", missing("another", "0987654321"));
        assertEquals("token another: it holds no AES key idrelay-records", missing("another", SoftToken.PIN));
        assertEquals("token nowhere: there is no such token", missing("nowhere", SoftToken.PIN));
        try (TestStore test = store("nowhere", SoftToken.PIN)) {
            assertEquals(new SinkResult.Failed(FailureCode.STORE_KEY_MISSING), test.deliver(TestStore.person(0)));
        }
        StoreException noLibrary = assertThrows(
                StoreException.class,
                () -> new Pkcs11Token(folder.resolve("no.so").toString(), "x", "y").open(true));
        assertEquals(FailureCode.STORE_KEY_MISSING, noLibrary.code());
    }

    private static String missing(String label, String pin) {
        StoreException missing =
                assertThrows(StoreException.class, () -> new Pkcs11Token(SoftToken.LIBRARY, label, pin).open(true));
        assertEquals(FailureCode.STORE_KEY_MISSING, missing.code());
        return String.valueOf(missing.getMessage());
    }

    private TestStore store(String label, String pin) {
        return new TestStore(new H2Database(folder), new Pkcs11Token(SoftToken.LIBRARY, label, pin));
    }
}
