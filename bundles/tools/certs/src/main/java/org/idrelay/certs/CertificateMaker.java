package org.idrelay.certs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idrelay.api.files.PrivateFile;

/**
 * {@code ./idrelay certs}: makes a certificate authority for tests, or goes on with the one that is there, and keys for
 * containers, ready to be copied into their {@code etc/} folders.
 */
public final class CertificateMaker {

    private static final String USAGE = """
            Usage: ./idrelay certs --out DIR [--days N] [--host NAME]... CONTAINER=ROLE:ID[,ROLE:ID]...

              --out DIR    where the authority (DIR/ca) and a folder for each container go; an authority that is there is kept
              --days N     how long the certificates are valid (default 365)
              --host NAME  a host name or address under which these containers are dialled, as often as needed
                           (default: localhost and 127.0.0.1)
              ROLE         terminal, server or verifier-host

            For example:
              ./idrelay certs --out keys shop-1=terminal:t-01
              ./idrelay certs --out keys --host relay.example.org centre=server:server-1

            Copy DIR/CONTAINER/keys and DIR/CONTAINER/secrets into that container's etc/ folder. For a trial, not for citizens'
            data: docs/security.md says how to use an authority of your own.
            """;

    private static final int EXISTS_OR_BROKEN = 1;
    private static final int WRONG_USAGE = 2;
    private static final String CA = "ca";
    private static final String CA_FILE = "ca.p12";
    private static final Pattern IDENTITY = Pattern.compile("(terminal|server|verifier-host):[A-Za-z0-9._-]{1,64}");
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");
    private static final String SECRET_FILE = "idrelay-keys";

    private final Path out;
    private final PrintStream say;

    private Duration validity = Duration.ofDays(365);
    private List<String> hosts = List.of("localhost", "127.0.0.1");

    private CertificateMaker(Path out, PrintStream say) {
        this.out = out;
        this.say = say;
    }

    /** Runs and ends the process: 0 done, 1 something went wrong, 2 wrong arguments. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** Does what the arguments say, and returns what {@link #main} ends with. */
    public static int run(List<String> arguments, PrintStream say, PrintStream complain) {
        try {
            Optional<String> folder = Optional.empty();
            int days = 365;
            List<String> hosts = new ArrayList<>();
            List<String> containers = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                switch (arguments.get(i)) {
                    case "--out" -> folder = Optional.of(arguments.get(++i));
                    case "--days" -> days = Integer.parseInt(arguments.get(++i));
                    case "--host" -> hosts.add(arguments.get(++i));
                    default -> containers.add(arguments.get(i));
                }
            }
            CertificateMaker maker = new CertificateMaker(Path.of(folder.orElseThrow()), say);
            maker.validity = Duration.ofDays(days);
            maker.hosts = hosts.isEmpty() ? maker.hosts : List.copyOf(hosts);
            List<Container> wanted = containers.stream().map(Container::parse).toList();
            if (wanted.isEmpty() || days < 1) {
                throw new IllegalArgumentException("nothing to make");
            }
            maker.make(wanted);
            return 0;
        } catch (RuntimeException e) {
            complain.print(USAGE);
            return WRONG_USAGE;
        } catch (GeneralSecurityException | IOException e) {
            complain.println("idrelay certs: " + e.getMessage());
            return EXISTS_OR_BROKEN;
        }
    }

    /** A container and the identities of its roles, {@code ROLE:ID} each. */
    private record Container(String name, List<String> identities) {

        static Container parse(String argument) {
            int equals = argument.indexOf('=');
            List<String> identities = List.of(argument.substring(equals + 1).split(",", -1));
            String name = argument.substring(0, equals);
            long roles = identities.stream().map(Container::role).distinct().count();
            if (!FOLDER.matcher(name).matches() || name.equals(CA) || roles < identities.size()) {
                throw new IllegalArgumentException("no folder's name, or two identities for one role");
            }
            return new Container(name, identities);
        }

        static String role(String identity) {
            Matcher known = IDENTITY.matcher(identity);
            if (!known.matches()) {
                throw new IllegalArgumentException("no ROLE:ID");
            }
            return known.group(1);
        }
    }

    private void make(List<Container> containers) throws GeneralSecurityException, IOException {
        CertificateAuthority authority = authority();
        for (Container container : containers) {
            Path keys = folder(out.resolve(container.name()).resolve("keys"));
            char[] password = secret(out.resolve(container.name()).resolve("secrets"));
            Files.writeString(keys.resolve("trust.pem"), authority.pem());
            for (String identity : container.identities()) {
                Path file = keys.resolve(Container.role(identity) + ".p12");
                String urn = "urn:idrelay:" + identity;
                Instant now = Instant.now();
                Instant end = earlier(now.plus(validity), authority.end());
                store(
                        file,
                        authority.issue(
                                new CertificateAuthority.Request(Optional.of(urn), hosts, now.minusSeconds(3600), end),
                                password),
                        password);
                say.printf("%s: %s, until %s%n", file, urn, end.truncatedTo(ChronoUnit.SECONDS));
            }
        }
    }

    /** No certificate is of use longer than its authority. */
    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private CertificateAuthority authority() throws GeneralSecurityException, IOException {
        Path file = folder(out.resolve(CA)).resolve(CA_FILE);
        char[] password = secret(out.resolve(CA));
        if (Files.exists(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12", CertificateAuthority.PROVIDER);
            try (var in = Files.newInputStream(file)) {
                store.load(in, password);
            }
            return CertificateAuthority.of(store, password);
        }
        CertificateAuthority made =
                CertificateAuthority.create("IdRelay test CA", Instant.now().plus(validity.multipliedBy(2)));
        store(file, made.toKeyStore(password), password);
        say.printf("%s: a new certificate authority%n", file);
        return made;
    }

    /** The password in that folder, made if there is none. */
    private static char[] secret(Path folder) throws IOException {
        Path file = folder(folder).resolve(SECRET_FILE);
        if (!Files.exists(file)) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            PrivateFile.create(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(file).strip().toCharArray();
    }

    private static void store(Path file, KeyStore store, char[] password) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        store.store(content, password);
        PrivateFile.replace(file, content.toByteArray());
    }

    private static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder);
    }
}
