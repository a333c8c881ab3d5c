package org.idrelay.verifier.host;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Card;
import org.idrelay.api.verifier.CardException;
import org.idrelay.api.verifier.CardExchange;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.api.verifier.VerifierException;

/** A verifier that works, blocks, fails or ignores interrupts, each call as the test wants it. */
final class FakeVerifier implements Verifier {

    static final Bytes REQB = Bytes.ofHex("050000");
    static final Bytes ATTRIB = Bytes.ofHex("1D0000000000080108");
    static final List<Bytes> COMMANDS = List.of(Bytes.ofHex("0084000008"), Bytes.ofHex("00A40000026011"));
    static final List<Bytes> RECORD = List.of(Bytes.ofHex("AAAAAA9669000400004145"));

    /** What a call does before it answers. */
    interface Trouble {
        void happens() throws VerifierException, CardException, InterruptedException;
    }

    private final String name;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> seen = new ConcurrentLinkedQueue<>();

    FakeVerifier(String name) {
        this.name = name;
    }

    /** What happens from now on in calls of that name. */
    FakeVerifier when(String call, Trouble trouble) {
        troubles.put(call, trouble);
        return this;
    }

    FakeVerifier well(String call) {
        troubles.remove(call);
        return this;
    }

    static Trouble failing(FailureCode code) {
        return () -> {
            throw new VerifierException(code, "as the test wants it");
        };
    }

    /** Blocks until interrupted. */
    static Trouble blocking() {
        return () -> new CountDownLatch(1).await();
    }

    /** Blocks until the latch opens, whatever interrupts come. */
    static Trouble deaf(CountDownLatch latch) {
        return () -> {
            boolean open = false;
            while (!open) {
                try {
                    open = latch.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    open = false;
                }
            }
        };
    }

    /** The calls so far. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** The threads they came on. */
    Set<String> threads() {
        return Set.copyOf(threads);
    }

    /** What {@link Card#exchange} threw. */
    List<Throwable> seen() {
        return List.copyOf(seen);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(Capability.TEXT_PHOTO);
    }

    @Override
    public Bytes find() throws VerifierException, InterruptedException {
        call("find");
        return REQB;
    }

    @Override
    public void confirmFind(Bytes atqb) throws VerifierException, InterruptedException {
        call("confirmFind");
    }

    @Override
    public Bytes select() throws VerifierException, InterruptedException {
        call("select");
        return ATTRIB;
    }

    @Override
    public void confirmSelect(Bytes attribAnswer, Bytes uniqueId) throws VerifierException, InterruptedException {
        call("confirmSelect");
    }

    @Override
    public List<Bytes> read(Set<Capability> wanted, List<CardExchange> exchanged, Card card)
            throws VerifierException, CardException, InterruptedException {
        call("read");
        try {
            card.exchange(COMMANDS);
        } catch (CardException | InterruptedException e) {
            seen.add(e);
            throw e;
        }
        call("record");
        return RECORD;
    }

    @Override
    public void release() throws VerifierException, InterruptedException {
        call("release");
    }

    private void call(String call) throws VerifierException, InterruptedException {
        calls.add(call);
        threads.add(Thread.currentThread().getName());
        try {
            troubles.getOrDefault(call, () -> {}).happens();
        } catch (CardException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often that call was made. */
    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }
}
