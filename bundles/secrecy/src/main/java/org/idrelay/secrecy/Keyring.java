package org.idrelay.secrecy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this container, from a folder: {@code terminal.p12}, {@code server.p12}, {@code verifier-host.p12} (PKCS#12,
 * each with a P-256 key, an SM2 key or one of both, all with one password) and {@code trust.pem}, the roots. What was read
 * last and was good stays until something better is there. Safe on any thread.
 */
public final class Keyring {

    private static final String TRUST = "trust.pem";
    private static final List<Role> ROLES = List.of(Role.TERMINAL, Role.SERVER, Role.VERIFIER_HOST);

    private @Nullable Path folder;
    private Supplier<char[]> password = () -> new char[0];
    private final Map<String, byte[]> digests = new HashMap<>();
    private final Map<Role, Map<Suite, KeyEntry>> keys = new EnumMap<>(Role.class);
    private List<X509Certificate> roots = List.of();
    private volatile Map<Role, Credentials> current = Map.of();

    /** A keyring without keys. */
    public Keyring() {}

    /** A keyring that never changes. */
    Keyring(Map<Role, Credentials> credentials) {
        this();
        current = Map.copyOf(credentials);
    }

    /**
     * Says where the keys are from now on; they are read at the next {@link #reload}, and what was read before stays in force
     * until then.
     *
     * @param from asked for the files' password whenever one is read
     */
    public synchronized void use(Path where, Supplier<char[]> from) {
        folder = where;
        password = from;
        digests.clear();
    }

    /** What the container proves a role's identity with; empty if there is no key for it, or no root of trust. */
    public Optional<Credentials> of(Role role) {
        return Optional.ofNullable(current.get(role));
    }

    /** Everything at hand. */
    public List<Credentials> all() {
        return List.copyOf(current.values());
    }

    /**
     * Reads what changed in the folder. A file that is broken or gone leaves what it held before in force.
     *
     * @return what is wrong, in words for operators, without any secret; empty if all is well
     */
    public synchronized List<String> reload() {
        List<String> wrong = new ArrayList<>();
        if (folder == null) {
            return wrong;
        }
        boolean changed = read(TRUST, this::readRoots, wrong);
        for (Role role : ROLES) {
            changed |= read(fileOf(role), in -> readKeys(role, in), wrong);
        }
        if (changed) {
            Map<Role, Credentials> next = new EnumMap<>(Role.class);
            keys.forEach((role, entries) -> next.put(role, new Credentials(nameOf(entries), entries, roots)));
            current = roots.isEmpty() ? Map.of() : Collections.unmodifiableMap(next);
        }
        return wrong;
    }

    /** The file with a role's keys. */
    public static String fileOf(Role role) {
        return PeerName.word(role) + ".p12";
    }

    private interface Reader {
        void read(byte[] bytes) throws GeneralSecurityException, IOException;
    }

    /** Whether a file changed and was good. */
    private boolean read(String file, Reader reader, List<String> wrong) {
        try {
            byte[] bytes = Files.readAllBytes(folder().resolve(file));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            if (Arrays.equals(digest, digests.put(file, digest))) {
                return false;
            }
            reader.read(bytes);
            return true;
        } catch (NoSuchFileException e) {
            if (digests.remove(file) != null) {
                wrong.add("%s is gone; what it held stays in force".formatted(file));
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            wrong.add("%s cannot be used: %s".formatted(file, reason(e)));
        }
        return false;
    }

    private void readRoots(byte[] bytes) throws GeneralSecurityException {
        List<X509Certificate> read = new ArrayList<>();
        for (Certificate root : CertificateFactory.getInstance("X.509", Crypto.PROVIDER)
                .generateCertificates(new ByteArrayInputStream(bytes))) {
            read.add((X509Certificate) root);
        }
        if (read.isEmpty()) {
            throw new CertificateException("it holds no certificate");
        }
        roots = List.copyOf(read);
    }

    private void readKeys(Role role, byte[] bytes) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12", Crypto.PROVIDER);
        char[] secret = password.get();
        try (InputStream in = new ByteArrayInputStream(bytes)) {
            store.load(in, secret);
        }
        Map<Suite, KeyEntry> entries = new EnumMap<>(Suite.class);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                KeyEntry entry = new KeyEntry(
                        (PrivateKey) store.getKey(alias, secret), chainOf(store.getCertificateChain(alias)));
                Suite suite = suiteOf(entry.certificate());
                if (entries.put(suite, entry) != null) {
                    throw new CertificateException("it holds two keys for one suite");
                }
                checkPair(entry, suite);
            }
        }
        Arrays.fill(secret, ' ');
        if (entries.isEmpty()) {
            throw new CertificateException("it holds no key");
        }
        for (KeyEntry entry : entries.values()) {
            PeerName name = Credentials.checkRole(PeerName.of(entry.certificate()), role);
            if (!name.equals(PeerName.of(entries.values().iterator().next().certificate()))) {
                throw new CertificateException("its certificates speak for different names");
            }
        }
        keys.put(role, entries);
    }

    /** The chain without a root: the peer has its own. */
    private static List<X509Certificate> chainOf(Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("a key has no certificate");
        }
        return Arrays.stream(chain)
                .map(X509Certificate.class::cast)
                .filter(certificate -> certificate.equals(chain[0])
                        || !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
    }

    private static void checkPair(KeyEntry entry, Suite suite) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(CertificateAuthority.signatureOf(suite), Crypto.PROVIDER);
        signature.initSign(entry.key());
        byte[] proof = signature.sign();
        signature.initVerify(entry.certificate());
        if (!signature.verify(proof)) {
            throw new CertificateException("a key is not that of its certificate");
        }
    }

    private static Suite suiteOf(X509Certificate certificate) throws CertificateException {
        Object curve = SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded())
                .getAlgorithm()
                .getParameters();
        if (GMObjectIdentifiers.sm2p256v1.equals(curve)) {
            return Suite.TLS_SM4_GCM_SM3;
        }
        if (SECObjectIdentifiers.secp256r1.equals(curve)) {
            return Suite.TLS_AES_256_GCM_SHA384;
        }
        throw new CertificateException("a key is neither on P-256 nor on SM2's curve");
    }

    private static PeerName nameOf(Map<Suite, KeyEntry> entries) {
        try {
            return PeerName.of(entries.values().iterator().next().certificate());
        } catch (CertificateException e) {
            throw new IllegalStateException("it was checked when it was read", e);
        }
    }

    private Path folder() {
        if (folder == null) {
            throw new IllegalStateException("a keyring without a folder");
        }
        return folder;
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
