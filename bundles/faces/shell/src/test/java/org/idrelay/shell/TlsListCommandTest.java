package org.idrelay.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.idrelay.operations.LinkOperations;
import org.junit.jupiter.api.Test;

class TlsListCommandTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant IN_TEN_DAYS = NOW.plus(Duration.ofDays(10));

    private List<LinkOperations.LinkInfo> links = List.of();
    private List<LinkOperations.CertificateInfo> certificates = List.of();
    private boolean shared;

    @Test
    void listsWhoIsAtTheOtherEnd() throws Exception {
        links = List.of(
                link("terminals", "terminal", "t-02", "", Optional.empty()),
                link("terminals", "terminal", "t-01", "TLSv1.3 SUITE", Optional.of(IN_TEN_DAYS)),
                link("host-a", "verifier-host", "h-1", "TLSv1.3 SUITE", Optional.of(NOW.minusSeconds(1))));
        List<String> rows =
                printed().lines().filter(line -> line.contains("192.0.2.1")).toList();

        assertEquals(
                List.of(
                        "host-a verifier-host h-1 192.0.2.1:7 TLSv1.3 SUITE ended 2025-12-31T23:59:59Z",
                        "terminals terminal t-01 192.0.2.1:7 TLSv1.3 SUITE in 10 days",
                        "terminals terminal t-02 192.0.2.1:7 none -"),
                rows);
    }

    @Test
    void listsItsOwnCertificates() throws Exception {
        certificates = List.of(
                new LinkOperations.CertificateInfo("urn:idrelay:server:s-1", "SM3WITHSM2", NOW, IN_TEN_DAYS),
                new LinkOperations.CertificateInfo("urn:idrelay:server:s-1", "SHA256WITHECDSA", NOW, NOW));
        String printed = printed();

        assertTrue(printed.contains("No link is open."), printed);
        assertTrue(
                printed.indexOf("urn:idrelay:server:s-1 SHA256WITHECDSA in 0 days")
                        < printed.indexOf("urn:idrelay:server:s-1 SM3WITHSM2 in 10 days"),
                printed);
    }

    @Test
    void saysWhenNothingIsSealedFromTheServer() throws Exception {
        assertFalse(printed().contains("not sealed"));
        assertTrue(printed().contains("This container has no certificate."));
        shared = true;
        assertTrue(printed().contains("card data is not sealed from the server"));
    }

    private String printed() throws Exception {
        return Printed.by(out -> TlsListCommand.print(operations(), out, NOW));
    }

    private static LinkOperations.LinkInfo link(
            String endpoint, String role, String identity, String protection, Optional<Instant> end) {
        return new LinkOperations.LinkInfo(endpoint, role, identity, "192.0.2.1:7", protection, end, NOW);
    }

    private LinkOperations operations() {
        return new LinkOperations() {
            @Override
            public List<LinkInfo> links() {
                return links;
            }

            @Override
            public List<CertificateInfo> certificates() {
                return certificates;
            }

            @Override
            public boolean serverSharesHost() {
                return shared;
            }
        };
    }
}
