package org.idrelay.routing;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.idrelay.api.routing.Fleet;
import org.idrelay.api.routing.VerifierStatus;

/** A fleet that counts how often a verifier of it is looked at. */
final class CountedFleet implements Fleet {

    private final Fleet counted;
    private int visits;

    CountedFleet(Fleet counted) {
        this.counted = counted;
    }

    int visits() {
        return visits;
    }

    @Override
    public Optional<VerifierStatus> find(String name) {
        visits++;
        return counted.find(name);
    }

    @Override
    public Stream<VerifierStatus> idle() {
        return counted.idle().peek(verifier -> visits++);
    }

    @Override
    public Stream<VerifierStatus> all() {
        return counted.all().peek(verifier -> visits++);
    }

    @Override
    public Set<String> names() {
        return counted.names();
    }

    @Override
    public Fleet with(VerifierStatus verifier) {
        throw new UnsupportedOperationException("a policy changes no fleet");
    }
}
