package org.idrelay.secrecy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.idrelay.wire.Role;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this container, from a folder: {@code terminal.p12}, {@code server.p12}, {@code verifier-host.p12} (PKCS#12,
 * each with a P-256 key, an SM2 key or one of both, all with one password; the SM2 key may have a file of its own, {@code
 * terminal-sm2.p12}) and {@code trust.pem}, the roots. What was read
 * last and was good stays until something better is there. Safe on any thread.
 */
public final class Keyring {

    private static final String TRUST = "trust.pem";
    private static final List<Role> ROLES = List.of(Role.TERMINAL, Role.SERVER, Role.VERIFIER_HOST);

    private @Nullable Path folder;
    private Supplier<char[]> password = () -> new char[0];
    private final Map<String, byte[]> digests = new HashMap<>();
    private final Map<String, KeyFile> keys = new HashMap<>();
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
     * Says where the keys are from now on; they are read at the next {@link #reload}. What was read before stays in force
     * until something better is there.
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
            for (String file : List.of(fileOf(role), sm2FileOf(role))) {
                changed |= read(file, bytes -> keys.put(file, KeyFile.read(bytes, password.get(), role)), wrong);
            }
        }
        if (changed) {
            Map<Role, Credentials> next = new EnumMap<>(Role.class);
            for (Role role : ROLES) {
                together(role, wrong).ifPresent(credentials -> next.put(role, credentials));
            }
            current = roots.isEmpty() ? Map.of() : Collections.unmodifiableMap(next);
        }
        return wrong;
    }

    /** What a role's files hold together; if they disagree, what was in force. */
    private Optional<Credentials> together(Role role, List<String> wrong) {
        if (!digests.containsKey(sm2FileOf(role)) && keys.containsKey(fileOf(role))) {
            keys.remove(sm2FileOf(role)); // both keys are in one file now, or there is but one
        }
        List<KeyFile> files = Stream.of(fileOf(role), sm2FileOf(role))
                .map(keys::get)
                .filter(Objects::nonNull)
                .toList();
        Map<Suite, KeyEntry> entries = new EnumMap<>(Suite.class);
        files.forEach(file -> entries.putAll(file.entries()));
        if (files.stream().map(KeyFile::name).distinct().count() > 1
                || files.stream().mapToInt(file -> file.entries().size()).sum() > entries.size()) {
            wrong.add("%s and %s are for different names, or for one suite; what was in force stays"
                    .formatted(fileOf(role), sm2FileOf(role)));
            return of(role).map(inForce -> inForce.trusting(roots));
        }
        return files.stream().findFirst().map(file -> new Credentials(file.name(), entries, roots));
    }

    /** The file with a role's keys. */
    public static String fileOf(Role role) {
        return PeerName.word(role) + ".p12";
    }

    /** A second file with a role's SM2 key, for tools that put one key into a file. */
    public static String sm2FileOf(Role role) {
        return PeerName.word(role) + "-sm2.p12";
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
        } catch (CertificateNotYetValidException e) {
            digests.remove(file); // it will be
            wrong.add("%s cannot be used yet: %s".formatted(file, reason(e)));
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
