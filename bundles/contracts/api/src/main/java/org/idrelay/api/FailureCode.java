package org.idrelay.api;

import static org.idrelay.api.Party.CARD;
import static org.idrelay.api.Party.LINK;
import static org.idrelay.api.Party.READER;
import static org.idrelay.api.Party.SERVER;
import static org.idrelay.api.Party.TERMINAL;
import static org.idrelay.api.Party.VERIFIER;

import java.util.Optional;

/**
 * The catalogue of failures: a stable number and name, the party that failed, what caused it, what to do about it, and
 * whether the terminal may read again by itself. {@code docs/failure-codes.md} is this table; a test compares the two.
 */
public enum FailureCode {
    READER_GONE(101, READER, true, "The reader was unplugged or its driver stopped.", "Plug the reader in again."),
    READER_TIMEOUT(
            102,
            READER,
            true,
            "The reader's driver did not answer in time.",
            "Unplug the reader and plug it in again."),
    READER_FAULT(103, READER, true, "The reader reported an error of its own.", "See the reader's last error."),
    READER_DAEMON_GONE(
            104, READER, true, "The program between driver and reader stopped.", "Start it again: pcscd for PC/SC."),

    CARD_GONE(201, CARD, true, "The card left the field before the read was over.", "Leave the card on the reader."),
    CARD_ANSWER_MALFORMED(
            202, CARD, true, "The card's answer was cut short or had a wrong CRC_B.", "Lay the card flat and still."),
    CARD_REFUSED(
            203, CARD, true, "The card refused a command that every readable card accepts.", "Lay the card on again."),
    CARD_NOT_AUTHENTICATED(
            204, CARD, false, "Card and verifier did not recognise each other.", "The card may be forged or damaged."),
    CARD_UNSUPPORTED(
            205, CARD, false, "A type B card answered that is no identity card.", "Use a resident identity card."),

    TERMINAL_GAVE_UP(301, TERMINAL, true, "The terminal ended the session.", "Lay the card on again."),
    TERMINAL_STOPPED(302, TERMINAL, false, "The terminal was stopped.", "Start the terminal again."),
    FIND_RESPONSE_UNRELATED(
            303, TERMINAL, true, "The find response does not answer this find request.", "Report it: a party erred."),
    FIND_RESPONSE_MALFORMED(
            304, TERMINAL, true, "The find response carries no REQB or WUPB.", "Check the verifier's adapter."),
    SELECT_RESPONSE_UNRELATED(
            305,
            TERMINAL,
            true,
            "The select response does not answer this select request.",
            "Report it: a party erred."),
    SELECT_RESPONSE_MALFORMED(
            306,
            TERMINAL,
            true,
            "The select response carries no ATTRIB for this card.",
            "Check the verifier's adapter."),
    RECORD_MALFORMED(
            307, TERMINAL, false, "The record does not have the published layout.", "Check the verifier's adapter."),
    RECORD_UNSUPPORTED(
            308, TERMINAL, false, "The document is of a kind that this version cannot show.", "Update IdRelay."),
    ANSWER_TIMEOUT(
            309, TERMINAL, true, "Server or verifier did not answer in time.", "Check the link and the verifier."),
    SINK_FAILED(310, TERMINAL, false, "A display or store did not take the record.", "See the sink's own log."),
    NO_SINK(
            311,
            TERMINAL,
            false,
            "Neither a display nor a store is there to take the record.",
            "Install idrelay-console, or idrelay-records and switch the store on."),
    PHOTO_UNKNOWN(
            312, TERMINAL, false, "No decoder knows the photo's format.", "Install the decoder of the card's vendor."),
    PHOTO_FAILED(
            313,
            TERMINAL,
            false,
            "The decoder failed, or took too long or too much memory.",
            "See the decoder's last error."),
    STORE_AWAY(
            314,
            TERMINAL,
            false,
            "The store's database does not answer.",
            "Check the database; reading goes on meanwhile."),
    STORE_FULL(315, TERMINAL, false, "The store's disk is full.", "Make room; reading goes on meanwhile."),
    STORE_KEY_MISSING(
            316, TERMINAL, false, "The store's key cannot be used.", "Check keyStore and its password in etc/."),
    STORE_NOTHING(
            317, TERMINAL, false, "The store keeps no such record.", "Check the number; it may have been erased."),
    STORE_DAMAGED(
            318,
            TERMINAL,
            false,
            "A stored record was altered or its key is lost.",
            "Restore the database from a backup."),
    AUDIT_FAILED(
            319,
            TERMINAL,
            false,
            "The audit trail could not be written.",
            "Make room on its disk; nothing is shown without it."),
    OUTBOX_FULL(
            320,
            TERMINAL,
            false,
            "Too many records wait for an endpoint that does not take them.",
            "Check the endpoint in etc/."),

    LINK_CLOSED(401, LINK, true, "The connection was closed or could not be made.", "Check network and peer."),
    LINK_SILENT(402, LINK, true, "The peer missed three heartbeats.", "Check network and peer."),
    VERSION_UNSUPPORTED(
            403, LINK, false, "The peers have no protocol version in common.", "Update the older of the two."),
    FRAME_TOO_LONG(404, LINK, false, "A frame was longer than the link allows.", "Report it: the peer erred."),
    FRAME_MALFORMED(405, LINK, false, "The bytes of a frame are no message.", "Report it: the peer erred."),
    TYPE_UNKNOWN(406, LINK, false, "A message had an unknown type.", "Update the older of the two peers."),
    MESSAGE_UNEXPECTED(407, LINK, false, "A message came out of order.", "Report it: the peer erred."),
    HELLO_MISSING(408, LINK, false, "The link's first message was no Hello.", "Report it: the peer erred."),
    HELLO_REPEATED(409, LINK, false, "A second Hello came on one link.", "Report it: the peer erred."),
    SESSION_UNKNOWN(
            410, LINK, false, "A message named a session that is not open on its link.", "Report it: the peer erred."),
    SEQUENCE_WRONG(411, LINK, false, "A sequence number was repeated or left out.", "Report it: the peer erred."),
    SESSION_LIMIT(412, LINK, true, "The link has as many sessions as it may.", "Raise the limit or add terminals."),
    QUEUE_LIMIT(413, LINK, true, "The peer reads too slowly; too many bytes were waiting.", "Check network and peer."),
    ROLE_REFUSED(414, LINK, false, "This port serves peers of another role.", "Correct the address in etc/."),
    HOST_TAKEN(415, LINK, true, "The verifier host serves another server.", "Wait, or stop the other server."),
    LINK_REPLACED(416, LINK, true, "The same identity opened a newer link.", "Give every terminal its own identity."),
    SEALED_UNEXPECTED(417, LINK, false, "A message is sealed where it must not be.", "Check sessionKey on both sides."),
    IDENTITY_REFUSED(
            418,
            LINK,
            false,
            "The peer's identity is not that of its certificate, or not on the allow list.",
            "Check certificate, identity and allow list."),
    IDENTITY_FROZEN(419, LINK, false, "An operator froze this identity.", "Ask the operator; idrelay:unfreeze."),
    TLS_FAILED(
            420,
            LINK,
            true,
            "The TLS handshake with the peer failed.",
            "Check certificates, host name and clocks of both."),
    SESSION_KEY_FAILED(
            421,
            LINK,
            false,
            "Terminal and verifier could not agree on a session key.",
            "Check both certificates and sessionKeySuites."),
    SESSION_KEY_MISSING(
            422, LINK, false, "A message is not sealed where it must be.", "Check sessionKey on both sides."),
    SEAL_BROKEN(
            423,
            LINK,
            true,
            "A sealed message was altered, repeated or left out on its way.",
            "Check who runs the server and the network."),

    NO_VERIFIER(501, SERVER, false, "No verifier may ever serve this request.", "See idrelay:explain TERMINAL."),
    QUEUE_FULL(502, SERVER, true, "Every verifier is in use and the queue is full.", "Add verifiers."),
    QUEUE_EXPIRED(503, SERVER, true, "No verifier became free while the card stayed.", "Add verifiers."),
    SESSION_EXPIRED(504, SERVER, true, "The session's lease ran out.", "Lay the card on again."),
    SERVER_STOPPED(505, SERVER, true, "The server was stopped.", "Wait for the server to return."),
    TERMINAL_LIMIT(
            506, SERVER, false, "The terminal began more reads than it may in that time.", "Wait, or raise the limit."),

    VERIFIER_GONE(601, VERIFIER, true, "The verifier, its adapter or its host went away.", "Check the verifier."),
    VERIFIER_TIMEOUT(602, VERIFIER, true, "The verifier did not answer in time.", "Check the verifier."),
    VERIFIER_RF_TIMEOUT(
            603, VERIFIER, true, "The card's answer reached the verifier too late.", "Check the network's delay."),
    VERIFIER_ANSWER_MALFORMED(
            604, VERIFIER, true, "The verifier's answer has no known form.", "Check the verifier and its line."),
    VERIFIER_REFUSED(605, VERIFIER, true, "The verifier reported an error.", "See the verifier's last error."),
    TERM_TOO_LOW(606, VERIFIER, true, "The lease's term is not above the highest so far.", "None: it retries."),
    TERM_WRONG(607, VERIFIER, true, "The message belongs to a lease that is not open.", "None: it retries."),
    VERIFIER_BUSY(608, VERIFIER, true, "The verifier is still busy with its last session.", "None: it retries."),
    VERIFIER_FAULT(609, VERIFIER, true, "The verifier's adapter failed.", "See the verifier host's log."),
    CARD_LIMIT(
            610,
            VERIFIER,
            false,
            "This card was read more often than it may in that time.",
            "Wait, or raise the limit.");

    private final int number;
    private final Party party;
    private final boolean retry;
    private final String cause;
    private final String remedy;

    FailureCode(int number, Party party, boolean retry, String cause, String remedy) {
        this.number = number;
        this.party = party;
        this.retry = retry;
        this.cause = cause;
        this.remedy = remedy;
    }

    /** The number on the wire, 1 to 65535, never reused. */
    public int number() {
        return number;
    }

    public Party party() {
        return party;
    }

    /** Whether the terminal may start the read again by itself while the card stays. */
    public boolean mayRetry() {
        return retry;
    }

    public String cause() {
        return cause;
    }

    public String remedy() {
        return remedy;
    }

    /** The failure with that number; empty for one that a newer peer knows and we do not. */
    public static Optional<FailureCode> ofNumber(int number) {
        for (FailureCode code : values()) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
