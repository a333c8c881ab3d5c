package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.idrelay.api.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteTest {

    private static final Settings FILE = Settings.of("org.idrelay.terminal");

    @Test
    void theOrderOfTheSettingIsTheOrderOfPreference() {
        assertEquals(
                List.of(Suite.TLS_AES_256_GCM_SHA384, Suite.TLS_SM4_GCM_SM3),
                Suite.list(FILE, "TLS_AES_256_GCM_SHA384,TLS_SM4_GCM_SM3"));
        assertEquals(
                List.of(Suite.TLS_SM4_GCM_SM3, Suite.TLS_AES_256_GCM_SHA384),
                Suite.list(FILE, " TLS_SM4_GCM_SM3 , , TLS_AES_256_GCM_SHA384, TLS_SM4_GCM_SM3 "));
        assertEquals(List.of(Suite.TLS_SM4_GCM_SM3), Suite.list(FILE, "TLS_SM4_GCM_SM3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "TLS_AES_128_GCM_SHA256", "tls_sm4_gcm_sm3", "TLS_SM4_GCM_SM3;x"})
    void aSettingWithoutSuitesOrWithOthersIsRefusedWithItsName(String setting) {
        String refusal = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Suite.list(FILE, setting))
                .getMessage());
        assertTrue(refusal.startsWith("etc/org.idrelay.terminal.cfg: sessionKeySuites: "), refusal);
        assertTrue(refusal.contains("TLS_SM4_GCM_SM3"), refusal);
    }

    /** The numbers of RFC 8446 B.4, 4.2.7 and 4.2.3, and of RFC 8998. */
    @Test
    void theNumbersAreThoseOfTheStandards() {
        Suite sm = Suite.TLS_SM4_GCM_SM3;
        assertEquals(List.of(0x00C6, 0x0029, 0x0708), List.of(sm.number(), sm.group(), sm.signatureScheme()));
        Suite aes = Suite.TLS_AES_256_GCM_SHA384;
        assertEquals(List.of(0x1302, 0x001D, 0x0403), List.of(aes.number(), aes.group(), aes.signatureScheme()));
    }

    @ParameterizedTest
    @EnumSource
    void aSuiteIsFoundByItsNumber(Suite suite) {
        assertEquals(Optional.of(suite), Suite.ofNumber(suite.number()));
    }

    @Test
    void aNumberOfNoSuiteIsNotFound() {
        assertEquals(Optional.empty(), Suite.ofNumber(0x1301));
        assertEquals(Optional.empty(), Suite.ofNumber(0));
    }
}
