package org.idrelay.secrecy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.certs.CertificateAuthority.Request;
import org.idrelay.wire.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {

    private static final PeerName SERVER = new PeerName(Role.SERVER, "server-1");

    static CertificateAuthority authority;
    static byte[] terminalKeys;
    static byte[] otherKeys;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Keyring keyring = new Keyring();
    private Path file;
    private Path trust;

    @BeforeAll
    static void keys(@TempDir Path made) throws Exception {
        authority = TestKeys.authority();
        terminalKeys = bytes(made, authority.issue(TestKeys.valid(TestKeys.TERMINAL), TestKeys.password()));
        otherKeys =
                bytes(made, authority.issue(TestKeys.valid(new PeerName(Role.TERMINAL, "t-02")), TestKeys.password()));
    }

    @BeforeEach
    void aFolderWithKeys() throws Exception {
        file = folder.resolve("terminal.p12");
        trust = folder.resolve("trust.pem");
        Files.write(file, terminalKeys);
        Files.writeString(trust, authority.pem());
        keyring.use(folder, TestKeys::password);
    }

    @Test
    void aKeyringIsEmptyUntilItIsRead() {
        assertEquals(Optional.empty(), keyring.of(Role.TERMINAL));
        assertEquals(List.of(), new Keyring().reload());
        assertEquals(List.of(), new Keyring().all());
    }

    @Test
    void aGoodFolderGivesOneKeyForEachSuite() throws Exception {
        assertEquals(List.of(), keyring.reload());
        Credentials terminal = current();
        assertEquals(TestKeys.TERMINAL, terminal.name());
        assertEquals(2, terminal.certificates().size());
        for (Suite suite : Suite.values()) {
            assertTrue(terminal.entry(suite).isPresent());
        }
        assertEquals(Optional.empty(), keyring.of(Role.SERVER));
        assertEquals(List.of(terminal), keyring.all());
    }

    @Test
    void whatDidNotChangeIsNotReadAgain() {
        keyring.reload();
        Credentials before = current();
        assertEquals(List.of(), keyring.reload());
        assertSame(before, current());
    }

    @Test
    void aNewGoodFileIsTaken() throws Exception {
        keyring.reload();
        Files.write(file, otherKeys);
        assertEquals(List.of(), keyring.reload());
        assertEquals("t-02", current().name().identity());
    }

    @Test
    void anotherRolesFileIsTakenWhenItComes() throws Exception {
        keyring.reload();
        write(folder.resolve("server.p12"), TestKeys.valid(SERVER));
        assertEquals(List.of(), keyring.reload());
        assertEquals(SERVER, keyring.of(Role.SERVER).orElseThrow().name());
        assertEquals(TestKeys.TERMINAL, current().name());
    }

    @Test
    void aFileThatIsNoKeyStoreLeavesTheLastGoodInForce() throws Exception {
        staysInForce(new byte[] {0x30, 0x03, 0x02, 0x01, 0x03}, "terminal.p12 cannot be used: ");
        staysInForce(new byte[0], "terminal.p12 cannot be used: ");
    }

    @Test
    void aTruncatedFileLeavesTheLastGoodInForce() throws Exception {
        for (int length : List.of(1, 10, otherKeys.length / 2, otherKeys.length - 1)) {
            staysInForce(Arrays.copyOf(otherKeys, length), "terminal.p12 cannot be used: ");
        }
    }

    @Test
    void anAlteredFileLeavesTheLastGoodInForce() throws Exception {
        byte[] altered = otherKeys.clone();
        altered[altered.length / 2] ^= 1;
        staysInForce(altered, "terminal.p12 cannot be used: ");
    }

    @Test
    void aFileWithAnotherPasswordLeavesTheLastGoodInForce() throws Exception {
        char[] another = "hunter2 of another".toCharArray();
        KeyStore store = authority.issue(TestKeys.valid(TestKeys.TERMINAL), another);
        Path made = elsewhere.resolve("another.p12");
        try (var out = Files.newOutputStream(made)) {
            store.store(out, another);
        }
        staysInForce(Files.readAllBytes(made), "terminal.p12 cannot be used: ");
    }

    @Test
    void aFileForAnotherRoleLeavesTheLastGoodInForce() throws Exception {
        String said = staysInForce(bytes(SERVER), "terminal.p12 cannot be used: ");
        assertTrue(said.contains("urn:idrelay:server:server-1 is no terminal"), said);
    }

    @Test
    void aFileWithTwoIdentitiesLeavesTheLastGoodInForce() throws Exception {
        KeyStore both = empty();
        copy(TestKeys.TERMINAL, Suite.TLS_SM4_GCM_SM3, both, "a");
        copy(new PeerName(Role.TERMINAL, "t-02"), Suite.TLS_AES_256_GCM_SHA384, both, "b");
        String said = staysInForce(bytes(elsewhere, both), "terminal.p12 cannot be used: ");
        assertTrue(said.contains("different names"), said);
    }

    @Test
    void aFileWithTwoKeysForOneSuiteLeavesTheLastGoodInForce() throws Exception {
        KeyStore two = empty();
        copy(TestKeys.TERMINAL, Suite.TLS_SM4_GCM_SM3, two, "a");
        copy(TestKeys.TERMINAL, Suite.TLS_SM4_GCM_SM3, two, "b");
        String said = staysInForce(bytes(elsewhere, two), "terminal.p12 cannot be used: ");
        assertTrue(said.contains("two keys"), said);
    }

    @Test
    void aFileWithoutAKeyLeavesTheLastGoodInForce() throws Exception {
        String said = staysInForce(bytes(elsewhere, empty()), "terminal.p12 cannot be used: ");
        assertTrue(said.contains("no key"), said);
    }

    @Test
    void aFileWithoutANameLeavesTheLastGoodInForce() throws Exception {
        Instant now = Instant.now();
        Request nobody = new Request(Optional.empty(), List.of("localhost"), now, now.plusSeconds(60));
        KeyStore store = authority.issue(nobody, TestKeys.password());
        staysInForce(bytes(elsewhere, store), "terminal.p12 cannot be used: ");
    }

    @Test
    void aCertificateThatHasEndedLeavesTheLastGoodInForce() throws Exception {
        Instant now = Instant.now();
        Request ended = new Request(
                Optional.of(TestKeys.TERMINAL.urn()), List.of(), now.minusSeconds(120), now.minusSeconds(60));
        KeyStore store = authority.issue(ended, TestKeys.password());
        String said = staysInForce(bytes(elsewhere, store), "terminal.p12 cannot be used: ");
        assertTrue(said.contains("expired"), said);
    }

    /** It is looked at again each time, since its time will come. */
    @Test
    void aCertificateOfTomorrowWaits() throws Exception {
        Instant now = Instant.now();
        Request early = new Request(
                Optional.of(TestKeys.TERMINAL.urn()), List.of(), now.plusSeconds(3600), now.plusSeconds(7200));
        byte[] store = bytes(elsewhere, authority.issue(early, TestKeys.password()));
        String said = staysInForce(store, "terminal.p12 cannot be used yet: ");
        assertEquals(List.of(said), keyring.reload());
    }

    @Test
    void theSecondFileIsForgottenWhenTheFirstHoldsBothKeys() throws Exception {
        Path second = folder.resolve("terminal-sm2.p12");
        for (Suite suite : Suite.values()) {
            KeyStore one = empty();
            copy(TestKeys.TERMINAL, suite, one, "a");
            TestKeys.write(suite == Suite.TLS_SM4_GCM_SM3 ? second : file, one);
        }
        assertEquals(List.of(), keyring.reload());
        assertEquals(Suite.values().length, current().certificates().size());

        Files.write(file, terminalKeys);
        assertEquals(1, keyring.reload().size());
        Files.delete(second);
        Files.write(file, bytes(TestKeys.TERMINAL));
        keyring.reload();
        assertEquals(List.of(), keyring.reload());
        assertEquals(Suite.values().length, current().certificates().size());
    }

    @Test
    void filesThatDisagreeKeepTheLastGoodWithNewRoots() throws Exception {
        keyring.reload();
        KeyStore one = empty();
        copy(new PeerName(Role.TERMINAL, "t-02"), Suite.TLS_SM4_GCM_SM3, one, "a");
        TestKeys.write(folder.resolve("terminal-sm2.p12"), one);
        CertificateAuthority other = TestKeys.authority();
        Files.writeString(trust, other.pem());

        String said = keyring.reload().get(0);
        assertTrue(said.contains("different names"), said);
        assertEquals(TestKeys.TERMINAL, current().name());
        assertTrue(accepts(List.of(keyring(other).certificates().get(0))));
        assertFalse(accepts(List.of(keyring(authority).certificates().get(0))));
    }

    @Test
    void aKeyThatIsNotTheCertificatesLeavesTheLastGoodInForce() throws Exception {
        KeyStore one = authority.issue(TestKeys.valid(TestKeys.TERMINAL), TestKeys.password());
        KeyStore mixed = empty();
        String alias = Suite.TLS_AES_256_GCM_SHA384.name();
        KeyStore other = authority.issue(TestKeys.valid(TestKeys.TERMINAL), TestKeys.password());
        mixed.setKeyEntry(
                alias, other.getKey(alias, TestKeys.password()), TestKeys.password(), one.getCertificateChain(alias));
        String said = staysInForce(bytes(elsewhere, mixed), "terminal.p12 cannot be used: ");
        assertTrue(said.contains("is not that of its certificate"), said);
    }

    @Test
    void aFileThatIsGoneLeavesTheLastGoodInForceAndIsSaidOnce() throws Exception {
        keyring.reload();
        Credentials before = current();
        Files.delete(file);
        assertEquals(List.of("terminal.p12 is gone; what it held stays in force"), keyring.reload());
        assertSame(before, current());
        assertEquals(List.of(), keyring.reload());
        Files.write(file, otherKeys);
        assertEquals(List.of(), keyring.reload());
        assertEquals("t-02", current().name().identity());
    }

    @Test
    void theGoodFileIsTakenAgainAfterABrokenOne() throws Exception {
        staysInForce(new byte[] {1}, "terminal.p12 cannot be used: ");
        Files.write(file, otherKeys);
        assertEquals(List.of(), keyring.reload());
        assertEquals("t-02", current().name().identity());
    }

    @Test
    void brokenRootsLeaveTheLastGoodInForce() throws Exception {
        keyring.reload();
        Credentials before = current();
        String whole = Files.readString(trust);
        String two = TestKeys.authority().pem();
        int second = two.lastIndexOf("-----BEGIN");
        for (String broken : List.of("", "\n", "no roots", two.substring(0, second + 200), two.substring(0, 100))) {
            Files.writeString(trust, broken);
            List<String> said = keyring.reload();
            assertEquals(1, said.size(), () -> "for %d characters: %s".formatted(broken.length(), said));
            assertTrue(said.get(0).startsWith("trust.pem cannot be used: "), said.get(0));
            assertSame(before, current());
        }
        Files.writeString(trust, whole);
        assertEquals(List.of(), keyring.reload());
    }

    @Test
    void newRootsAreInForceForTheKeysThatAreThere() throws Exception {
        keyring.reload();
        List<X509Certificate> peer = List.of(keyring(authority).certificates().get(0));
        current().check(peer, Role.SERVER);
        Files.writeString(trust, TestKeys.authority().pem());
        assertEquals(List.of(), keyring.reload());
        assertEquals(TestKeys.TERMINAL, current().name());
        assertFalse(accepts(peer));
    }

    @Test
    void withoutRootsNothingIsInForce() throws Exception {
        Files.delete(trust);
        keyring.reload();
        assertEquals(Optional.empty(), keyring.of(Role.TERMINAL));
        Files.writeString(trust, authority.pem());
        assertEquals(List.of(), keyring.reload());
        assertEquals(TestKeys.TERMINAL, current().name());
    }

    @Test
    void withoutTheFolderNothingIsInForceAndNothingBreaks() throws Exception {
        Keyring nowhere = new Keyring();
        nowhere.use(folder.resolve("not there"), TestKeys::password);
        assertEquals(List.of(), nowhere.reload());
        assertEquals(List.of(), nowhere.all());

        keyring.reload();
        Credentials before = current();
        keyring.use(folder.resolve("not there"), TestKeys::password);
        keyring.reload();
        assertSame(before, current());
    }

    @Test
    void anotherFolderIsReadWhole() throws Exception {
        keyring.reload();
        Files.write(elsewhere.resolve("terminal.p12"), otherKeys);
        Files.copy(trust, elsewhere.resolve("trust.pem"));
        keyring.use(elsewhere, TestKeys::password);
        assertEquals(TestKeys.TERMINAL, current().name());
        assertEquals(List.of(), keyring.reload());
        assertEquals("t-02", current().name().identity());
    }

    @Test
    void theRightPasswordIsTakenWhenItComes() {
        keyring.use(folder, () -> "wrong".toCharArray());
        assertEquals(1, keyring.reload().size());
        keyring.use(folder, TestKeys::password);
        assertEquals(List.of(), keyring.reload());
        assertEquals(TestKeys.TERMINAL, current().name());
    }

    private String staysInForce(byte[] broken, String start) throws Exception {
        keyring.reload();
        Credentials before = current();
        Files.write(file, broken);
        List<String> said = keyring.reload();
        assertEquals(1, said.size());
        String words = said.get(0);
        assertTrue(words.startsWith(start), words);
        assertNotEquals(start, words);
        for (String secret : List.of(new String(TestKeys.password()), "hunter2", "PRIVATE", "BigInteger")) {
            assertFalse(words.contains(secret), words);
        }
        assertSame(before, current());
        return words;
    }

    private Credentials current() {
        return keyring.of(Role.TERMINAL).orElseThrow();
    }

    private boolean accepts(List<X509Certificate> peer) {
        try {
            current().check(peer, Role.SERVER);
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private static Credentials keyring(CertificateAuthority by) throws Exception {
        return TestKeyring.of(by, SERVER).of(Role.SERVER).orElseThrow();
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12-AES256-AES128", Crypto.PROVIDER);
        store.load(null, null);
        return store;
    }

    private static void copy(PeerName name, Suite suite, KeyStore into, String alias) throws Exception {
        Credentials made = TestKeyring.of(authority, name).of(name.role()).orElseThrow();
        KeyEntry entry = made.entry(suite).orElseThrow();
        into.setKeyEntry(alias, entry.key(), TestKeys.password(), entry.chain().toArray(X509Certificate[]::new));
    }

    private void write(Path where, Request request) throws Exception {
        TestKeys.write(where, authority.issue(request, TestKeys.password()));
    }

    private byte[] bytes(PeerName name) throws Exception {
        return bytes(elsewhere, authority.issue(TestKeys.valid(name), TestKeys.password()));
    }

    private static byte[] bytes(Path folder, KeyStore store) throws Exception {
        Path made = folder.resolve("made.p12");
        TestKeys.write(made, store);
        return Files.readAllBytes(made);
    }
}
