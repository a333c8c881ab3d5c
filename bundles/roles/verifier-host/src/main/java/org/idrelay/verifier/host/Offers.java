package org.idrelay.verifier.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Verifier;
import org.idrelay.operations.HostOperations.HostedVerifier;
import org.idrelay.wire.VerifierRemoved;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifiers that this host offers, each under a number of its own. A name keeps number and highest term as long as
 * the host lives, also while its verifier is away. Lives on the event loop.
 */
final class Offers {

    private static final Logger log = LoggerFactory.getLogger(Offers.class);

    private final HostDesk desk;
    private final Map<String, OfferedVerifier> offered = new LinkedHashMap<>();
    private final List<Device> ignored = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Long> terms = new HashMap<>();

    /** No offers yet. */
    Offers(HostDesk desk) {
        this.desk = desk;
    }

    /** A verifier came. If its name is taken, it has to wait until that one is gone. */
    void add(Verifier verifier, String name, Set<Capability> capabilities) {
        Device device = new Device(name, capabilities, verifier, new VerifierThread(name, desk.loop()));
        if (offered.containsKey(name)) {
            log.warn("verifier {}: the name is taken, the second one is ignored", name);
            ignored.add(device);
        } else {
            offer(device);
        }
    }

    /** A verifier goes: its session fails, and what remains is to wait for its thread. */
    Optional<VerifierThread> remove(Verifier verifier) {
        ignored.removeIf(device -> device.verifier() == verifier);
        Optional<OfferedVerifier> going = offered.values().stream()
                .filter(offer -> offer.device().verifier() == verifier)
                .findFirst();
        going.ifPresent(this::withdraw);
        return going.map(gone -> gone.device().thread());
    }

    Optional<OfferedVerifier> find(long number) {
        return offered.values().stream()
                .filter(offer -> offer.number() == number)
                .findFirst();
    }

    List<OfferedVerifier> all() {
        return List.copyOf(offered.values());
    }

    List<HostedVerifier> infos() {
        return offered.values().stream().map(OfferedVerifier::info).toList();
    }

    private void offer(Device device) {
        String name = device.name();
        long number = numbers.computeIfAbsent(name, fresh -> numbers.size() + 1L);
        OfferedVerifier offer = new OfferedVerifier(number, terms.getOrDefault(name, 0L), device, desk);
        offered.put(name, offer);
        log.info("verifier {} came", name);
        desk.announce().accept(offer.offer());
    }

    private void withdraw(OfferedVerifier offer) {
        String name = offer.device().name();
        offer.withdraw();
        offered.remove(name);
        terms.put(name, offer.highestTerm());
        log.info("verifier {} went", name);
        desk.announce().accept(new VerifierRemoved(offer.number()));
        ignored.stream()
                .filter(device -> device.name().equals(name))
                .findFirst()
                .ifPresent(next -> {
                    ignored.remove(next);
                    offer(next);
                });
    }
}
