package org.idrelay.terminal;

import java.util.Optional;
import org.idrelay.api.Bytes;
import org.idrelay.card.CardCommand;

/** A card as far as a terminal can tell: found, selected, then it answers commands; what it does not know is silence. */
final class FakeCard {

    static final Bytes ATQB = Bytes.ofHex("50 11223344 D103860C 008080");
    static final Bytes UNIQUE_ID = Bytes.ofHex("A1A2A3A4A5A6A7A8");
    static final Bytes OK = Bytes.ofHex("9000");

    private enum State {
        IDLE,
        READY,
        ACTIVE
    }

    private final Bytes atqb;
    private State state = State.IDLE;

    FakeCard() {
        this(ATQB);
    }

    FakeCard(Bytes atqb) {
        this.atqb = atqb;
    }

    void fieldOff() {
        state = State.IDLE;
    }

    Optional<Bytes> answer(Bytes command) {
        return switch (state) {
            case IDLE, READY -> {
                if (CardCommand.isReqbOrWupb(command)) {
                    state = State.READY;
                    yield Optional.of(atqb);
                }
                if (state == State.READY && CardCommand.isAttribFor(command, atqb.slice(1, 5))) {
                    state = State.ACTIVE;
                    yield Optional.of(CardCommand.ATTRIB_ANSWER);
                }
                yield Optional.empty();
            }
            case ACTIVE -> active(command);
        };
    }

    private static Optional<Bytes> active(Bytes command) {
        return switch (command.at(1)) {
            case 0x36 -> Optional.of(UNIQUE_ID.plus(OK));
            case 0xA4, 0x82 -> Optional.of(OK);
            case 0x84, 0x88 -> Optional.of(Bytes.of(new byte[8]).plus(OK));
            case 0xB0 -> Optional.of(Bytes.of(new byte[command.at(4)]).plus(OK));
            default -> Optional.empty();
        };
    }
}
