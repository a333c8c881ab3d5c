package org.idrelay.verifier.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.idrelay.api.FailureCode;
import org.idrelay.certs.CertificateAuthority;
import org.idrelay.link.AllowList;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.secrecy.Keyring;
import org.idrelay.secrecy.PeerName;
import org.idrelay.secrecy.SessionKeySettings;
import org.idrelay.secrecy.Suite;
import org.idrelay.secrecy.TestKeyring;
import org.idrelay.wire.Failure;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.Role;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.Test;

/** With a session key the server learns the code of a card's limit, and nothing else. */
class SealedCardLimitTest extends HostBench {

    private static final Keyring KEYS = keys();

    SealedCardLimitTest() {
        super(settings(SessionKeySettings.REQUIRED, new HostAdmission(AllowList.ANYBODY, new Rate(1, 60_000))), KEYS);
    }

    @Test
    void onlyTheTerminalCanReadMoreThanTheCode() throws WireException {
        terminal(1).upTo(MessageType.READ_REQUEST);
        server.until(() -> sam.count("confirmSelect") == 1);
        TerminalEnd second = terminal(2).upTo(MessageType.READ_REQUEST); // a newer lease ends the first
        Frame failure = second.heard(MessageType.FAILURE);

        assertTrue(failure.header().sealed());
        assertEquals(FailureCode.CARD_LIMIT.number(), Failure.ofClear(failure).code());
        assertEquals(
                Failure.of(FailureCode.CARD_LIMIT, "the limit is 1 in 60000 ms"),
                second.key.open(failure).message());
        server.until(() -> info().session().isEmpty() && sam.count("release") == 2);
        assertEquals(1, sam.count("confirmSelect"));
    }

    private TerminalEnd terminal(long term) throws WireException {
        return new TerminalEnd(server, term, KEYS.of(Role.TERMINAL).orElseThrow(), List.of(Suite.values()));
    }

    private static Keyring keys() {
        try {
            return TestKeyring.of(
                    CertificateAuthority.create("test", Instant.now().plus(Duration.ofDays(1))),
                    new PeerName(Role.TERMINAL, "t-01"),
                    new PeerName(Role.VERIFIER_HOST, "host-1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
