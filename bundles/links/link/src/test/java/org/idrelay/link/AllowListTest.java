package org.idrelay.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.idrelay.api.settings.Settings;
import org.junit.jupiter.api.Test;

class AllowListTest {

    private static final Settings FILE = Settings.of("org.idrelay.server.admission");

    @Test
    void anAsteriskStandsForEverybody() {
        assertTrue(AllowList.of(FILE, "allow", "*").allows("t-01"));
        assertEquals(new AllowList(true, Set.of("t-02")), AllowList.of(FILE, "allow", "t-02, *"));
    }

    @Test
    void onlyThoseThatAreNamedAreLetIn() {
        AllowList list = AllowList.of(FILE, "allow", " t-01,t-02 , t-03\n");
        assertEquals(Set.of("t-01", "t-02", "t-03"), list.identities());
        assertTrue(list.allows("t-02"));
        assertFalse(list.allows("t-0"));
        assertFalse(list.allows("T-02"));
    }

    @Test
    void anEmptyListLetsNobodyIn() {
        assertFalse(AllowList.of(FILE, "allow", " ").allows("t-01"));
        assertFalse(AllowList.of(FILE, "allow", "").allows(""));
    }

    @Test
    void whatIsNoNameIsRefusedWithTheSettingsName() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> AllowList.of(FILE, "allowHosts", "t-*"));
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("etc/org.idrelay.server.admission.cfg: allowHosts: t-* "));
    }
}
