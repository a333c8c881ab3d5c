package org.idrelay.verifier.host;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.CardException;
import org.idrelay.wire.CardCommands;

/** The card at the far end of the relay: hands commands to the event loop, and blocks the verifier's thread meanwhile. */
final class RelayedCard implements Card {

    private final BiConsumer<CardCommands, CompletableFuture<List<CardAnswer>>> relay;
    private final int patienceMillis;

    /**
     * The card of one session.
     *
     * @param relay takes commands from the verifier's thread and completes the answers, or fails them with a
     *     CardException, within its own time limit
     * @param patienceMillis a limit beyond that one, should the event loop be gone
     */
    RelayedCard(BiConsumer<CardCommands, CompletableFuture<List<CardAnswer>>> relay, int patienceMillis) {
        this.relay = relay;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public List<CardAnswer> exchange(List<Bytes> commands) throws CardException, InterruptedException {
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("no commands");
        }
        CompletableFuture<List<CardAnswer>> answers = new CompletableFuture<>();
        relay.accept(VerifierCall.fitting(new CardCommands(List.copyOf(commands))), answers);
        try {
            return answers.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CardException cause
                    ? cause
                    : new CardException(FailureCode.LINK_CLOSED, "the exchange failed", e);
        } catch (TimeoutException e) {
            throw new CardException(FailureCode.LINK_CLOSED, "nobody relays any more", e);
        }
    }
}
