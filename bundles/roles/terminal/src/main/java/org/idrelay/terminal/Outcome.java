package org.idrelay.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.CardPresence;
import org.idrelay.api.record.IdentityRecord;
import org.idrelay.operations.reading.ReadingEvent;
import org.idrelay.operations.trace.TraceEvent;
import org.idrelay.wire.Header;
import org.idrelay.wire.Message;

/** What {@link ReadProcess} wants done. It is performed in the order given. */
sealed interface Outcome {

    /** Who does what the process wants: has a method for each kind, so that none is forgotten. */
    interface Performer {
        void broadcast();

        void stopBroadcasting();

        void exchange(Bytes command);

        void resetField();

        void switchOff();

        void send(Header header, Message message, String note);

        void endSession(UUID session);

        void await(int millis);

        void trace(UUID session, long term, CardEvent event);

        void tell(ReadingEvent event);

        void deliver(IdentityRecord record, CardPresence presence, UUID session, long verifier);
    }

    void by(Performer performer);

    /** Send find commands at the interval until told to stop. */
    record Broadcast() implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.broadcast();
        }
    }

    /** Send no more find commands. */
    record StopBroadcasting() implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.stopBroadcasting();
        }
    }

    /** Send a command to the card; without CRC_B. */
    record Exchange(Bytes command) implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.exchange(command);
        }
    }

    /** Switch the field off and on, so that every card forgets its state. */
    record ResetField() implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.resetField();
        }
    }

    /** Switch the field off and leave the reader alone. */
    record SwitchOff() implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.switchOff();
        }
    }

    /** Send a message of the session to the server. It is not encoded yet: the session key may have something to add. */
    record Send(Header header, Message message, String note) implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.send(header, message, note);
        }
    }

    /** Forget the session: whatever still comes for it is late. */
    record EndSession(UUID session) implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.endSession(session);
        }
    }

    /** Call {@link ReadProcess#timedOut} after that time, instead of any earlier such wish; never if 0. */
    record Await(int millis) implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.await(millis);
        }
    }

    /** Record an event of the session's trace. */
    record Trace(UUID session, long term, CardEvent event) implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.trace(session, term, event);
        }
    }

    /** Tell those who listen. */
    record Tell(ReadingEvent event) implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.tell(event);
        }
    }

    /** Give the record to every sink, then tell those who listen. */
    record Deliver(IdentityRecord record, CardPresence presence, UUID session, long verifier) implements Outcome {
        @Override
        public void by(Performer performer) {
            performer.deliver(record, presence, session, verifier);
        }
    }

    /**
     * What passed between terminal and card, or what the terminal decided.
     *
     * @param step the step of claim 1
     * @param action SENT is to the card, RECEIVED from it
     */
    record CardEvent(int step, TraceEvent.Action action, String what, Bytes data, String note) {

        static CardEvent sent(int step, String what, Bytes data) {
            return new CardEvent(step, TraceEvent.Action.SENT, what, data, "");
        }

        static CardEvent received(int step, String what, Bytes data) {
            return new CardEvent(step, TraceEvent.Action.RECEIVED, what, data, "");
        }

        static CardEvent decided(int step, String what, Bytes data) {
            return new CardEvent(step, TraceEvent.Action.DECIDED, what, data, "");
        }
    }

    /** The one list, then the other. */
    static List<Outcome> join(List<Outcome> first, List<Outcome> second) {
        List<Outcome> joined = new ArrayList<>(first);
        joined.addAll(second);
        return List.copyOf(joined);
    }
}
