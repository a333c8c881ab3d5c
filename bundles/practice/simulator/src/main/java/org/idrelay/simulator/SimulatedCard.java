package org.idrelay.simulator;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardCommand;
import org.idrelay.card.CardFile;
import org.idrelay.card.MalformedException;
import org.idrelay.card.TypeBFrame;
import org.jspecify.annotations.Nullable;

/**
 * A simulated resident identity card: type B states, files, status words, authentication with a counter of tries, and a
 * log of what it heard and said. It holds its files ciphered only. Safe on any thread.
 */
public final class SimulatedCard {

    private static final int MAX_TRIES = 5;

    /** How REQB and WUPB, ATTRIB and HLTB begin. */
    private static final Set<Integer> TYPE_B_COMMANDS = Set.of(0x05, 0x1D, 0x50);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Where the card stands (ISO/IEC 14443-3, 7.4). */
    public enum State {
        /** In the field, waiting for REQB or WUPB. */
        IDLE,
        /** It answered with its ATQB and waits for ATTRIB. */
        READY,
        /** Selected: it takes commands, and answers no REQB until the field was off. */
        ACTIVE,
        /** Halted: it answers WUPB only. */
        HALT
    }

    /**
     * A frame that the card heard or said.
     *
     * @param nanos when, by {@link System#nanoTime}
     * @param heard whether the reader sent it
     * @param frame the bytes on air, CRC_B included
     */
    public record RfEntry(long nanos, boolean heard, Bytes frame) {}

    private final Bytes atqb;
    private final Bytes uniqueId;
    private final Bytes key;
    private final Map<CardFile, Bytes> files;
    private final List<RfEntry> log = new ArrayList<>();

    private State state = State.IDLE;
    private @Nullable CardFile selected;
    private Bytes challenge = Bytes.EMPTY;
    private boolean knowsSam;
    private boolean knownToSam;
    private int tries = MAX_TRIES;

    /**
     * A card as a personaliser makes it.
     *
     * @param atqb 12 bytes
     * @param uniqueId 8 bytes
     * @param key its own key, 16 bytes
     * @param files the files it has, as they stand on the card
     */
    SimulatedCard(Bytes atqb, Bytes uniqueId, Bytes key, Map<CardFile, Bytes> files) {
        this.atqb = atqb;
        this.uniqueId = uniqueId;
        this.key = key;
        this.files = new EnumMap<>(files);
    }

    /** What it tells anybody who asks for it, 8 bytes. */
    public Bytes uniqueId() {
        return uniqueId;
    }

    public synchronized State state() {
        return state;
    }

    /** Everything heard and said since the card was made. */
    public synchronized List<RfEntry> log() {
        return List.copyOf(log);
    }

    /** The field went away: the card forgets all but its counter of tries. */
    synchronized void powerDown() {
        state = State.IDLE;
        selected = null;
        challenge = Bytes.EMPTY;
        knowsSam = false;
        knownToSam = false;
    }

    /** A frame on air; empty if the card stays silent. */
    synchronized Optional<Bytes> receive(Bytes frame) {
        log.add(new RfEntry(System.nanoTime(), true, frame));
        Optional<Bytes> answer = answer(frame).map(TypeBFrame::seal);
        answer.ifPresent(bytes -> log.add(new RfEntry(System.nanoTime(), false, bytes)));
        return answer;
    }

    private Optional<Bytes> answer(Bytes frame) {
        Bytes data;
        try {
            data = TypeBFrame.open(frame);
        } catch (MalformedException e) {
            return Optional.empty();
        }
        return switch (state) {
            case IDLE -> onRequest(CardCommand.isReqbOrWupb(data));
            case HALT -> onRequest(data.equals(CardCommand.WUPB));
            case READY -> onReady(data);
            case ACTIVE -> onActive(data);
        };
    }

    private Optional<Bytes> onRequest(boolean forUs) {
        if (!forUs) {
            return Optional.empty();
        }
        state = State.READY;
        return Optional.of(atqb);
    }

    private Optional<Bytes> onReady(Bytes data) {
        Bytes pupi = atqb.slice(1, 5);
        if (CardCommand.isAttribFor(data, pupi)) {
            state = State.ACTIVE;
            return Optional.of(CardCommand.ATTRIB_ANSWER);
        }
        if (data.equals(Bytes.ofHex("50").plus(pupi))) {
            state = State.HALT;
            return Optional.of(Bytes.ofHex("00"));
        }
        return onRequest(CardCommand.isReqbOrWupb(data));
    }

    private Optional<Bytes> onActive(Bytes data) {
        if (data.length() < CardCommand.MIN_LENGTH || TYPE_B_COMMANDS.contains(data.at(0))) {
            return Optional.empty(); // fragments, and what finds, selects and halts: a selected card keeps silent
        }
        return Optional.of(
                switch (data.at(1)) {
                    case 0x36 -> data.equals(CardCommand.GET_UNIQUE_ID) ? ok(uniqueId) : status(0x6700);
                    case 0xA4 -> select(data);
                    case 0xB0 -> read(data);
                    case 0x84 -> data.equals(CardCommand.GET_CHALLENGE) ? giveChallenge() : status(0x6700);
                    case 0x88 -> proveItself(data);
                    case 0x82 -> checkSam(data);
                    default -> status(0x6D00);
                });
    }

    private Bytes select(Bytes data) {
        for (CardFile file : files.keySet()) {
            if (data.equals(CardCommand.selectFile(file.id()))) {
                selected = file;
                return CardCommand.SUCCESS;
            }
        }
        return status(data.length() == 7 ? 0x6A82 : 0x6700);
    }

    private Bytes read(Bytes data) {
        if (data.at(0) != 0x80 || data.length() != 5) {
            return status(data.length() == 5 ? 0x6E00 : 0x6700);
        }
        if (selected == null) {
            return status(0x6986);
        }
        if (selected != CardFile.MANAGEMENT && !(knowsSam && knownToSam)) {
            return status(0x6982);
        }
        Bytes file = files.getOrDefault(selected, Bytes.EMPTY);
        int offset = data.at(2) << 8 | data.at(3);
        int length = data.at(4);
        if (offset >= file.length()) {
            return status(0x6B00);
        }
        return offset + length > file.length() ? status(0x6700) : ok(file.slice(offset, offset + length));
    }

    private Bytes giveChallenge() {
        byte[] random = new byte[CardCommand.CHALLENGE_LENGTH];
        RANDOM.nextBytes(random);
        challenge = Bytes.of(random);
        return ok(challenge);
    }

    private Bytes proveItself(Bytes data) {
        if (!CardCommand.isInternalAuthenticate(data)) {
            return status(0x6700);
        }
        knownToSam = true;
        return ok(SimulatedCrypto.cardAnswer(key, data.from(7)));
    }

    private Bytes checkSam(Bytes data) {
        if (!CardCommand.isExternalAuthenticate(data)) {
            return status(0x6700);
        }
        if (tries == 0) {
            return status(0x6983);
        }
        if (challenge.isEmpty()) {
            return status(0x6985);
        }
        Bytes expected = SimulatedCrypto.samAnswer(key, challenge);
        challenge = Bytes.EMPTY;
        if (!data.from(7).equals(expected)) {
            tries--;
            return status(0x63C0 | tries);
        }
        tries = MAX_TRIES;
        knowsSam = true;
        return CardCommand.SUCCESS;
    }

    private static Bytes ok(Bytes data) {
        return data.plus(CardCommand.SUCCESS);
    }

    private static Bytes status(int word) {
        return Bytes.of((byte) (word >>> 8), (byte) word);
    }
}
