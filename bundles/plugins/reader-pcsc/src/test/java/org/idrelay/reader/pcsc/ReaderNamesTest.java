package org.idrelay.reader.pcsc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderNamesTest {

    @Test
    void aPlainNameKeepsItsWords() {
        assertEquals("ACS-ACR122U-PICC-Interface-00-00", ReaderNames.of("ACS ACR122U PICC Interface 00 00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[x]",
                "読卡器 00 00",
                "Maker Reader [Interface] (0123456789) 00 00 and some more words to be long"
            })
    void everyNameFits(String name) {
        assertTrue(ReaderNames.of(name).matches("[A-Za-z0-9._-]{1,64}"), ReaderNames.of(name));
    }

    @Test
    void namesThatLookAlikeStayApart() {
        assertNotEquals(ReaderNames.of("A B 00 00"), ReaderNames.of("A-B 00 00"));
        assertNotEquals(ReaderNames.of("A [B] 00 00"), ReaderNames.of("A (B) 00 00"));
    }
}
