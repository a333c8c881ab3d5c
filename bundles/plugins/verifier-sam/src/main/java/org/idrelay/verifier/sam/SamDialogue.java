package org.idrelay.verifier.sam;

import java.util.concurrent.TimeUnit;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.CardAnswer;
import org.idrelay.api.verifier.VerifierException;
import org.idrelay.card.HostFrame;

/**
 * Whose turn it is on the line to a SAM. A host command is followed by any number of card commands, each to be answered within
 * the SAM's window, and by one response. Used by one thread at a time.
 */
final class SamDialogue {

    /** An answer sent so shortly before the SAM's window closes may have come too late. */
    private static final int DOUBTFUL_MILLIS = 50;

    private final SamSettings settings;
    private final SamLine line;

    /** Whether the SAM owes the response to a host command. */
    private boolean asked;

    /** Whether the SAM waits for the answer to a card command, and since when. */
    private boolean waiting;

    private long waitingSince;

    private boolean late;

    /** What is left of the call's time. */
    private long leftNanos;

    /** Whether nobody knows any more what the SAM will say next: only a new line helps. */
    private boolean outOfStep;

    SamDialogue(SamSettings settings, SamLine line) {
        this.settings = settings;
        this.line = line;
    }

    /** A call begins, with all its time before it. */
    void begin() {
        leftNanos = TimeUnit.MILLISECONDS.toNanos(settings.times().callMillis());
    }

    /** Sends a host command. */
    void ask(HostFrame request) throws VerifierException {
        line.ask(request);
        asked = true;
        late = false;
    }

    /** Answers the SAM's card command, unless it has stopped waiting: it would take that for the answer to its next one. */
    void answer(CardAnswer answer) throws VerifierException {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waitingSince);
        boolean gaveUp = millis >= settings.times().rfAnswerMillis() || line.hasMore();
        late = gaveUp || millis >= settings.times().rfAnswerMillis() - DOUBTFUL_MILLIS;
        waiting = false;
        if (!gaveUp) {
            line.answer(answer);
        }
    }

    /** Whether the last answer came, or may have come, when the SAM no longer waited for it. */
    boolean wasLate() {
        return late;
    }

    /** What the SAM says now that it is its turn. */
    SamLine.Event next() throws VerifierException, InterruptedException {
        return next(settings.times().hostAnswerMillis());
    }

    /** The response that this event must be. */
    HostFrame response(SamLine.Event event) throws VerifierException {
        if (event instanceof SamLine.Event.Response response) {
            asked = false;
            return response.frame();
        }
        throw malformed("a card command where none is due");
    }

    /** The SAM said something that it must not: nothing that it says from now on can be relied on. */
    VerifierException malformed(String message) {
        outOfStep = true;
        return new VerifierException(FailureCode.VERIFIER_ANSWER_MALFORMED, message);
    }

    /** Brings the host command that is under way to its end. */
    void finish() throws VerifierException, InterruptedException {
        if (outOfStep) {
            throw new VerifierException(FailureCode.VERIFIER_GONE, "the line to the SAM is given up");
        }
        long end = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(
                        settings.times().rfAnswerMillis() + settings.times().hostAnswerMillis());
        while (asked) {
            if (waiting) {
                answer(CardAnswer.silent()); // the SAM gives up at once
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            asked = !(next((int) Math.max(0, millis)) instanceof SamLine.Event.Response);
        }
    }

    /** Gives the line up; the adapter dials a new one. */
    void close() {
        line.close();
    }

    private SamLine.Event next(int millis) throws VerifierException, InterruptedException {
        long start = System.nanoTime();
        long left = TimeUnit.NANOSECONDS.toMillis(leftNanos);
        SamLine.Event event =
                line.next((int) Math.max(0, Math.min(millis, left))).orElseThrow(this::silent);
        leftNanos -= System.nanoTime() - start;
        if (event instanceof SamLine.Event.Gone) {
            outOfStep = true;
            throw new VerifierException(FailureCode.VERIFIER_GONE, "the line to the SAM is down");
        }
        if (event instanceof SamLine.Event.Garbage) {
            throw malformed("what the SAM said has no known form");
        }
        waiting = event instanceof SamLine.Event.Command;
        waitingSince = System.nanoTime();
        return event;
    }

    private VerifierException silent() {
        outOfStep = true;
        return new VerifierException(FailureCode.VERIFIER_TIMEOUT, "the SAM keeps silent");
    }
}
