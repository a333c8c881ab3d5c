package org.idrelay.secrecy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.wire.Frame;
import org.idrelay.wire.MessageType;
import org.idrelay.wire.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionWorkTest {

    private static final Frame FRAME = Conversation.of(MessageType.SELECT_REQUEST);

    /** Run by hand: what a worker or the loop was given and has not done. */
    private final Deque<Runnable> workers = new ArrayDeque<>();

    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final SessionWork work = new SessionWork(workers::add, loop::add);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = SessionWork.workers("test-worker");
    private final ExecutorService eventLoop =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "test-event-loop"));

    @AfterEach
    void close() {
        threads.shutdownNow();
        eventLoop.shutdownNow();
    }

    @Test
    void onePieceIsWithAWorkerAtATime() {
        add(work, "first");
        add(work, "second");
        assertEquals(List.of(), done);
        assertEquals(1, workers.size());

        workers.remove().run();
        assertEquals(List.of("work first"), done);
        assertEquals(0, workers.size());

        loop.remove().run();
        assertEquals(List.of("work first", "then first"), done);
        assertEquals(1, workers.size());
    }

    @Test
    void theOrderIsKeptWhateverTheWorkersDo() {
        SessionWork one = new SessionWork(threads, eventLoop);
        SessionWork other = new SessionWork(threads, eventLoop);
        List<String> expected = IntStream.range(0, 50)
                .boxed()
                .flatMap(i -> List.of("work " + i, "then " + i).stream())
                .toList();
        List<String> others = Collections.synchronizedList(new ArrayList<>());
        eventLoop.execute(() -> {
            for (int i = 0; i < 50; i++) {
                add(one, String.valueOf(i));
                other.add(() -> FRAME, frame -> others.add("then"), failure -> others.add("failed"));
            }
        });
        await().until(() -> done.size() == expected.size() && others.size() == 50);
        assertEquals(expected, done);
        assertFalse(others.contains("failed"));
    }

    @Test
    void workIsDoneWhereItBelongsAndItsResultsOnTheLoop() {
        SessionWork own = new SessionWork(threads, eventLoop);
        Set<String> names = ConcurrentHashMap.newKeySet();
        eventLoop.execute(() -> {
            own.add(
                    () -> {
                        names.add("work on " + Thread.currentThread().getName());
                        return FRAME;
                    },
                    frame -> names.add("then on " + Thread.currentThread().getName()),
                    failure -> {});
            own.add(
                    () -> {
                        throw new WireException(FailureCode.SEAL_BROKEN, "of the test");
                    },
                    frame -> {},
                    failure -> names.add("failed on " + Thread.currentThread().getName()));
            own.onLoop(
                    () -> {
                        names.add("short work on " + Thread.currentThread().getName());
                        return FRAME;
                    },
                    frame -> {},
                    failure -> {});
            own.afterAll(() -> names.add("after on " + Thread.currentThread().getName()));
        });
        await().until(() -> names.size() == 5);
        assertEquals(
                Set.of(
                        "short work on test-event-loop",
                        "work on test-worker",
                        "then on test-event-loop",
                        "failed on test-event-loop",
                        "after on test-event-loop"),
                names);
    }

    @Test
    void whatIsForTheLoopIsDoneAtOnceWhenNothingIsUnderWay() {
        addOnLoop(work, "first");
        addOnLoop(work, "second");
        assertEquals(List.of("work first", "then first", "work second", "then second"), done);
        assertEquals(List.of(0, 0), List.of(workers.size(), loop.size()));
    }

    @Test
    void whatIsForTheLoopWaitsBehindAWorkerAndIsDoneInTheSameTurn() {
        add(work, "handshake");
        addOnLoop(work, "first");
        addOnLoop(work, "second");
        work.afterAll(() -> done.add("after"));
        assertEquals(List.of(), done);

        workers.remove().run();
        assertEquals(List.of("work handshake"), done);
        loop.remove().run();
        assertEquals(
                List.of(
                        "work handshake",
                        "then handshake",
                        "work first",
                        "then first",
                        "work second",
                        "then second",
                        "after"),
                done);
        assertEquals(List.of(0, 0), List.of(workers.size(), loop.size()));
    }

    @Test
    void aWorkerBeginsOnlyWhenTheLoopHasDoneWhatCameBefore() {
        add(work, "one");
        addOnLoop(work, "two");
        add(work, "three");
        addOnLoop(work, "four");
        workers.remove().run();
        assertEquals(0, workers.size());
        loop.remove().run();
        assertEquals(List.of("work one", "then one", "work two", "then two"), done);
        runAll();
        assertEquals(List.of("work three", "then three", "work four", "then four"), done.subList(4, done.size()));
    }

    /** What answers a message is sealed when the message has been dealt with, and never within. */
    @Test
    void whatIsAddedByAResultComesBehindIt() {
        work.onLoop(
                () -> FRAME,
                frame -> {
                    addOnLoop(work, "answer");
                    work.afterAll(() -> done.add("after"));
                    done.add("dealt with");
                },
                failure -> {});
        assertEquals(List.of("dealt with", "work answer", "then answer", "after"), done);
    }

    @Test
    void aFailureOnTheLoopIsHeardInATurnOfItsOwnAndTheRestGoesOn() {
        work.onLoop(
                () -> {
                    throw new WireException(FailureCode.SEAL_BROKEN, "of the test");
                },
                frame -> done.add("then"),
                failure -> done.add("failed " + failure.code()));
        addOnLoop(work, "next");
        assertEquals(List.of(), done);
        runAll();
        assertEquals(List.of("failed SEAL_BROKEN", "work next", "then next"), done);
    }

    @Test
    void aResultThatFailsAtOnceDoesNotStopTheSession() {
        assertThrows(
                IllegalStateException.class,
                () -> work.onLoop(
                        () -> FRAME,
                        frame -> {
                            throw new IllegalStateException("of the test");
                        },
                        failure -> {}));
        addOnLoop(work, "next");
        assertEquals(List.of("work next", "then next"), done);
    }

    @Test
    void aSessionWithTooMuchToDoOnTheLoopIsToldSo() {
        add(work, "handshake");
        for (int i = 0; i < 64; i++) {
            addOnLoop(work, "taken");
        }
        addOnLoop(work, "too many");
        assertEquals(List.of("failed QUEUE_LIMIT"), done);
        runAll();
        assertEquals(131, done.size());
        assertFalse(done.contains("work too many"));
    }

    @Test
    void aLongMessageIsNotForTheLoop() {
        Frame longest = new Frame(FRAME.header(), FRAME.clear(), Bytes.of(new byte[4096]));
        assertTrue(SessionWork.isShort(FRAME));
        assertTrue(SessionWork.isShort(longest));
        assertFalse(SessionWork.isShort(new Frame(FRAME.header(), FRAME.clear(), Bytes.of(new byte[4097]))));
    }

    @Test
    void workersAreDaemons() throws Exception {
        assertTrue(threads.submit(() -> Thread.currentThread().isDaemon()).get(10, TimeUnit.SECONDS));
    }

    @Test
    void aFailureIsHeardWithItsCodeAndTheRestGoesOn() {
        work.add(
                () -> {
                    throw new WireException(FailureCode.SEAL_BROKEN, "of the test");
                },
                frame -> done.add("then"),
                failure -> done.add("failed " + failure.code()));
        work.add(
                () -> {
                    throw new IllegalStateException("secret of the test");
                },
                frame -> done.add("then"),
                failure -> done.add("failed %s %s".formatted(failure.code(), failure.getMessage())));
        add(work, "next");
        runAll();
        assertEquals(
                List.of(
                        "failed SEAL_BROKEN",
                        "failed SESSION_KEY_FAILED IllegalStateException",
                        "work next",
                        "then next"),
                done);
    }

    @Test
    void whatComesAfterAllWaitsForWhatWasAddedBefore() {
        work.afterAll(() -> done.add("at once"));
        add(work, "first");
        work.afterAll(() -> done.add("after"));
        add(work, "second");
        assertEquals(List.of("at once"), done);
        runAll();
        assertEquals(List.of("at once", "work first", "then first", "after", "work second", "then second"), done);
    }

    @Test
    void aSessionWithTooMuchToDoIsToldSo() {
        for (int i = 0; i < 65; i++) {
            add(work, "taken");
        }
        add(work, "too many");
        assertEquals(List.of("failed QUEUE_LIMIT"), done);
        runAll();
        assertEquals(131, done.size());
        assertFalse(done.contains("work too many"));
    }

    @Test
    void nothingRunsWhenTheWorkersHaveStopped() {
        SessionWork own = new SessionWork(threads, loop::add);
        threads.shutdown();
        add(own, "first");
        add(own, "second");
        assertEquals(List.of(), done);
        assertEquals(0, loop.size());
    }

    @Test
    void aResultThatFailsOnTheLoopDoesNotStopTheSession() {
        work.add(
                () -> FRAME,
                frame -> {
                    throw new IllegalStateException("of the test");
                },
                failure -> {});
        add(work, "next");
        workers.remove().run();
        assertThrows(IllegalStateException.class, () -> loop.remove().run());
        runAll();
        assertEquals(List.of("work next", "then next"), done);
    }

    @Test
    void anErrorOfTheWorkIsHeardToo() {
        work.add(
                () -> {
                    throw new NoClassDefFoundError("of the test");
                },
                frame -> {},
                failure -> done.add("failed " + failure.code()));
        add(work, "next");
        runAll();
        assertEquals(List.of("failed SESSION_KEY_FAILED", "work next", "then next"), done);
    }

    private void add(SessionWork to, String name) {
        to.add(
                () -> {
                    done.add("work " + name);
                    return FRAME;
                },
                frame -> done.add("then " + name),
                failure -> done.add("failed " + failure.code()));
    }

    private void addOnLoop(SessionWork to, String name) {
        to.onLoop(
                () -> {
                    done.add("work " + name);
                    return FRAME;
                },
                frame -> done.add("then " + name),
                failure -> done.add("failed " + failure.code()));
    }

    private void runAll() {
        while (!workers.isEmpty() || !loop.isEmpty()) {
            (workers.isEmpty() ? loop : workers).remove().run();
        }
    }
}
