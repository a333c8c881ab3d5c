package org.idrelay.simulator;

import java.io.IOException;
import java.io.Serial;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardCommand;
import org.idrelay.card.CardFile;
import org.idrelay.card.HostFrame;
import org.idrelay.card.SamScript;

/** The reads of one card by a simulated SAM: authenticates it, reads its files, deciphers them and checks their MACs. */
final class CardRead {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The SAM's state codes for reads that fail (reference §1.4). */
    static final int CARD_NOT_AUTHENTIC = 0x31;

    static final int SAM_NOT_ACCEPTED = 0x32;
    static final int WRONG_MAC = 0x33;
    static final int READ_FAILED = 0x41;
    static final int NO_CHALLENGE = 0x47;

    private static final int NO_SUCH_FILE = 0x6A82;

    /** With these states the response carries the card's status word (reference §1.4). */
    private static final Set<Integer> WITH_CARD_STATUS = Set.of(CARD_NOT_AUTHENTIC, READ_FAILED, NO_CHALLENGE);

    /** The files that have a MAC in {@link CardFile#SECURITY}, in its order. */
    static final List<CardFile> WITH_MAC =
            List.of(CardFile.TEXT, CardFile.PHOTO, CardFile.FINGERPRINT, CardFile.ADDITIONAL_ADDRESS);

    private final SimulatedSam sam;
    private Bytes key = Bytes.EMPTY;
    private Bytes macs = Bytes.EMPTY;

    CardRead(SimulatedSam sam) {
        this.sam = sam;
    }

    /** The read went no further; the state says why. */
    private static final class FailedException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        private final int state;
        private final int cardStatus;

        FailedException(int state, int cardStatus) {
            super("state %02X".formatted(state));
            this.state = state;
            this.cardStatus = cardStatus;
        }

        HostFrame response() {
            return HostFrame.response(WITH_CARD_STATUS.contains(state) ? cardStatus : 0, state, Bytes.EMPTY);
        }
    }

    /** The response to 30 01 or 30 10. */
    HostFrame run(boolean withFingerprints) throws IOException, InterruptedException {
        try {
            open();
            Bytes text = clear(CardFile.TEXT);
            Bytes photo = clear(CardFile.PHOTO);
            Bytes fingerprints = withFingerprints ? clearIfThere(CardFile.FINGERPRINT) : Bytes.EMPTY;
            Bytes lengths = withFingerprints
                    ? length(text).plus(length(photo)).plus(length(fingerprints))
                    : length(text).plus(length(photo));
            return HostFrame.response(
                    0, HostFrame.OK, lengths.plus(text).plus(photo).plus(fingerprints));
        } catch (FailedException e) {
            return e.response();
        }
    }

    /** The response to 30 03. */
    HostFrame runForAddress() throws IOException, InterruptedException {
        try {
            if (macs.isEmpty()) {
                open();
            }
            Bytes address = clearIfThere(CardFile.ADDITIONAL_ADDRESS);
            return HostFrame.response(0, address.isEmpty() ? HostFrame.NO_SUCH_ITEM : HostFrame.OK, address);
        } catch (FailedException e) {
            return e.response();
        }
    }

    private void open() throws IOException, FailedException, InterruptedException {
        command(SamScript.opening().get(0), READ_FAILED);
        key = SimulatedCrypto.cardKey(command(SamScript.opening().get(1), READ_FAILED));
        authenticate();
        macs = file(CardFile.SECURITY);
    }

    private void authenticate() throws IOException, FailedException, InterruptedException {
        byte[] random = new byte[CardCommand.CHALLENGE_LENGTH];
        RANDOM.nextBytes(random);
        Bytes ours = Bytes.of(random);
        Bytes answer = command(CardCommand.internalAuthenticate(ours), CARD_NOT_AUTHENTIC);
        if (!answer.equals(SimulatedCrypto.cardAnswer(key, ours))) {
            throw new FailedException(CARD_NOT_AUTHENTIC, 0);
        }
        Bytes theirs = command(CardCommand.GET_CHALLENGE, NO_CHALLENGE);
        command(CardCommand.externalAuthenticate(SimulatedCrypto.samAnswer(key, theirs)), SAM_NOT_ACCEPTED);
    }

    private Bytes clear(CardFile file) throws IOException, FailedException, InterruptedException {
        Bytes clear = SimulatedCrypto.cipher(key, file, file(file));
        int from = WITH_MAC.indexOf(file) * SimulatedCrypto.MAC_LENGTH;
        if (!macs.slice(from, from + SimulatedCrypto.MAC_LENGTH).equals(SimulatedCrypto.mac(key, clear))) {
            throw new FailedException(WRONG_MAC, 0);
        }
        return clear;
    }

    /** Not every card has fingerprints or an additional address: empty then. */
    private Bytes clearIfThere(CardFile file) throws IOException, FailedException, InterruptedException {
        try {
            return clear(file);
        } catch (FailedException e) {
            if (e.cardStatus == NO_SUCH_FILE) {
                return Bytes.EMPTY;
            }
            throw e;
        }
    }

    private Bytes file(CardFile file) throws IOException, FailedException, InterruptedException {
        List<Bytes> commands = CardCommand.readWholeFile(file);
        command(commands.get(0), READ_FAILED);
        Bytes content = Bytes.EMPTY;
        for (Bytes read : commands.subList(1, commands.size())) {
            content = content.plus(command(read, READ_FAILED));
        }
        return content;
    }

    /** Runs a command on the card; answers its data without the status word, which must be 9000. */
    private Bytes command(Bytes command, int stateOtherwise) throws IOException, FailedException, InterruptedException {
        Optional<Bytes> answer = sam.exchange(command);
        if (answer.isEmpty()) {
            throw new FailedException(READ_FAILED, 0);
        }
        Bytes data = answer.get();
        if (!data.endsWith(CardCommand.SUCCESS)) {
            int end = data.length();
            throw new FailedException(stateOtherwise, end < 2 ? 0 : data.at(end - 2) << 8 | data.at(end - 1));
        }
        return data.slice(0, data.length() - CardCommand.STATUS_LENGTH);
    }

    private static Bytes length(Bytes content) {
        return Bytes.of((byte) (content.length() >>> 8), (byte) content.length());
    }
}
