package org.idrelay.server;

import java.util.UUID;
import java.util.function.LongSupplier;
import org.idrelay.api.Bytes;
import org.idrelay.api.Party;
import org.idrelay.link.TraceLog;
import org.idrelay.operations.ServerOperations.FiguresInfo;
import org.idrelay.wire.Frame;

/** What the server writes down of its sessions: each one's trace, and the figures of all. Lives on the event loop. */
final class Ledger {

    /** The step of claim 1 in which a verifier is chosen. */
    private static final int CHOICE = 5;

    private final TraceLog trace;
    private final Figures figures;
    private final LongSupplier millis;
    private long lateAnswers;

    /** @param millis a clock that never goes back */
    Ledger(TraceLog trace, LongSupplier millis) {
        this.trace = trace;
        this.millis = millis;
        figures = new Figures(millis.getAsLong());
    }

    /** A session's first message came. */
    void began(Frame first) {
        trace.received(first, Party.TERMINAL, "");
        figures.began(first.header().session(), millis.getAsLong());
    }

    /** A policy picked a verifier, or none; the note says which and why. */
    void routed(UUID session, String note) {
        trace.decided(session, 0, CHOICE, "ROUTE", Bytes.EMPTY, note);
    }

    void fromTerminal(Frame frame) {
        trace.received(frame, Party.TERMINAL, "");
        passed(frame);
    }

    void fromVerifier(Frame frame, String verifier) {
        trace.received(frame, Party.VERIFIER, verifier);
        passed(frame);
    }

    void toTerminal(Frame frame) {
        trace.sent(frame, Party.TERMINAL, "");
    }

    void toVerifier(Frame frame, String verifier) {
        trace.sent(frame, Party.VERIFIER, verifier);
    }

    /** A host's message came under no open lease. Answers how many did so far. */
    long late() {
        return ++lateAnswers;
    }

    /** A session is over, or was refused at its first message. */
    void ended(UUID session, Ending ending) {
        figures.ended(session, ending, millis.getAsLong());
    }

    FiguresInfo figures(int waiting) {
        return figures.info(waiting, millis.getAsLong());
    }

    long lateAnswers() {
        return lateAnswers;
    }

    private void passed(Frame frame) {
        figures.passed(frame.header().session(), frame.header().type(), millis.getAsLong());
    }
}
