package org.idrelay.verifier.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.card.CardCommand;
import org.idrelay.card.HostFrame;

/**
 * One SAM, driven by its host commands; its own card commands are answered from what the terminal holds, or by the card.
 * Lives as long as its line. Called on the verifier's thread only.
 */
final class SamVerifier implements Verifier {

    private static final HostFrame STATUS = HostFrame.request(0x11, 0xFF);
    private static final HostFrame FIND = HostFrame.request(0x20, 0x01);
    private static final HostFrame SELECT = HostFrame.request(0x20, 0x02);
    private static final HostFrame READ = HostFrame.request(0x30, 0x01);
    private static final HostFrame READ_WITH_FINGERPRINT = HostFrame.request(0x30, 0x10);
    private static final HostFrame READ_ADDRESS = HostFrame.request(0x30, 0x03);

    private final SamSettings settings;
    private final SamDialogue dialogue;

    SamVerifier(SamSettings settings, SamLine line) {
        this.settings = settings;
        dialogue = new SamDialogue(settings, line);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return settings.capabilities();
    }

    @Override
    public Bytes find() throws VerifierException, InterruptedException {
        dialogue.begin();
        Bytes command = ownCommand(FIND);
        if (!CardCommand.isReqbOrWupb(command)) {
            throw dialogue.malformed("the SAM finds cards by something else than REQB or WUPB");
        }
        return command;
    }

    @Override
    public void confirmFind(Bytes atqb) throws VerifierException, InterruptedException {
        dialogue.begin();
        confirm(FIND, HostFrame.FOUND, CardAnswer.of(atqb));
    }

    @Override
    public Bytes select() throws VerifierException, InterruptedException {
        dialogue.begin();
        Bytes command = ownCommand(SELECT);
        if (!CardCommand.isAttrib(command)) {
            throw dialogue.malformed("the SAM selects cards by something else than ATTRIB");
        }
        return command;
    }

    @Override
    public void confirmSelect(Bytes attribAnswer, Bytes uniqueId) throws VerifierException, InterruptedException {
        dialogue.begin();
        confirm(SELECT, HostFrame.OK, CardAnswer.of(attribAnswer));
    }

    @Override
    public List<Bytes> read(Set<Capability> wanted, List<CardExchange> exchanged, Card card)
            throws VerifierException, CardException, InterruptedException {
        dialogue.begin();
        List<Bytes> frames = new ArrayList<>();
        List<CardExchange> held = new ArrayList<>(exchanged);
        HostFrame command = wanted.contains(Capability.FINGERPRINT) ? READ_WITH_FINGERPRINT : READ;
        frames.add(run(command, held, card, HostFrame.OK).encode());
        if (wanted.contains(Capability.ADDRESS)) {
            HostFrame address = run(READ_ADDRESS, held, card, HostFrame.NO_SUCH_ITEM);
            if (address.state() == HostFrame.OK) {
                frames.add(address.encode());
            }
        }
        return frames;
    }

    @Override
    public void release() throws VerifierException, InterruptedException {
        dialogue.begin();
        try {
            dialogue.finish();
            dialogue.ask(STATUS);
            HostFrame status = dialogue.response(dialogue.next());
            if (status.state() != HostFrame.OK) {
                throw refused(status);
            }
        } catch (VerifierException e) {
            dialogue.close();
            throw e;
        }
    }

    /** Sends a host command and hands out the card command that it makes the SAM send. */
    private Bytes ownCommand(HostFrame request) throws VerifierException, InterruptedException {
        dialogue.ask(request);
        SamLine.Event event = dialogue.next();
        if (event instanceof SamLine.Event.Command command) {
            return command.command();
        }
        throw refused(dialogue.response(event));
    }

    /** Answers the SAM's card command from what is held; a SAM that has stopped waiting is asked once more. */
    private void confirm(HostFrame request, int good, CardAnswer held) throws VerifierException, InterruptedException {
        HostFrame response = answered(held);
        if (response.state() != good && dialogue.wasLate()) {
            ownCommand(request);
            response = answered(held);
        }
        if (response.state() != good) {
            throw dialogue.wasLate() ? lateAnswer() : refused(response);
        }
    }

    private HostFrame answered(CardAnswer held) throws VerifierException, InterruptedException {
        dialogue.answer(held);
        return dialogue.response(dialogue.next());
    }

    /** Runs a read command: the SAM's card commands are answered until its response comes. */
    private HostFrame run(HostFrame request, List<CardExchange> held, Card card, int alsoGood)
            throws VerifierException, CardException, InterruptedException {
        dialogue.ask(request);
        boolean silent = false;
        SamLine.Event event = dialogue.next();
        while (event instanceof SamLine.Event.Command command) {
            CardAnswer answer = answerTo(command.command(), held, card);
            silent = answer.rfStatus() != CardAnswer.RF_OK;
            dialogue.answer(answer);
            event = dialogue.next();
        }
        HostFrame response = dialogue.response(event);
        if (response.state() == HostFrame.OK || response.state() == alsoGood) {
            return response;
        }
        if (dialogue.wasLate()) {
            throw lateAnswer();
        }
        if (silent) {
            throw new CardException(FailureCode.CARD_ANSWER_MALFORMED, "the card left a command unanswered");
        }
        throw failed(response);
    }

    private CardAnswer answerTo(Bytes command, List<CardExchange> held, Card card)
            throws VerifierException, CardException, InterruptedException {
        if (command.length() < CardCommand.MIN_LENGTH || (command.at(0) != 0x00 && command.at(0) != 0x80)) {
            throw dialogue.malformed("the SAM sent something else than a card command");
        }
        for (CardExchange exchange : held) {
            if (exchange.command().equals(command)) {
                held.remove(exchange);
                return exchange.answer();
            }
        }
        return card.exchange(List.of(command)).get(0);
    }

    private static VerifierException lateAnswer() {
        return new VerifierException(FailureCode.VERIFIER_RF_TIMEOUT, "the card's answer came too late for the SAM");
    }

    /** What a state says about the card is the card's failure (reference §1.4). */
    private static VerifierException failed(HostFrame response) throws CardException {
        switch (response.state()) {
            case 0x31, 0x32 -> throw new CardException(FailureCode.CARD_NOT_AUTHENTICATED, words(response));
            case 0x40 -> throw new CardException(FailureCode.CARD_UNSUPPORTED, words(response));
            case 0x33, 0x41, 0x47 -> throw new CardException(FailureCode.CARD_REFUSED, words(response));
            default -> {
                return refused(response);
            }
        }
    }

    private static VerifierException refused(HostFrame response) {
        return new VerifierException(FailureCode.VERIFIER_REFUSED, words(response));
    }

    private static String words(HostFrame response) {
        return "SAM state %02X".formatted(response.state());
    }
}
