package org.idrelay.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.idrelay.api.FailureCode;
import org.idrelay.link.FrequencyLimit;
import org.idrelay.link.FrequencyLimit.Rate;
import org.idrelay.operations.ServerOperations.AdmissionInfo;
import org.idrelay.operations.ServerOperations.IdentityInfo;
import org.idrelay.operations.ServerOperations.Kind;

/** Says who may have a link to this server, and which terminal may begin one read more. Lives on the event loop. */
final class Admission {

    /** Terminals whose reads are counted: more than one server can have. */
    private static final int MAX_TERMINALS = 65_536;

    private final LongSupplier millis;
    private final FrequencyLimit<String> reads = new FrequencyLimit<>(MAX_TERMINALS);
    private AdmissionSettings settings;

    /** @param millis a clock that never goes back */
    Admission(AdmissionSettings settings, LongSupplier millis) {
        this.settings = settings;
        this.millis = millis;
    }

    /** Counts from now on; whoever has a link is to be judged again. */
    void apply(AdmissionSettings changed) {
        settings = changed;
    }

    /** Why a peer of that identity must not have a link; empty if it may. */
    Optional<FailureCode> refusal(Kind kind, String identity) {
        return settings.refusal(kind, identity);
    }

    /** Whether that terminal may begin one read more now; then it counts. */
    boolean beginsRead(String terminal) {
        return reads.begins(terminal, settings.terminalReads(), millis.getAsLong());
    }

    Rate limit() {
        return settings.terminalReads();
    }

    /** Everybody who has a link, is frozen, is named in an allow list, or began a read in this window. */
    AdmissionInfo info(Set<String> terminals, Set<String> hosts) {
        List<IdentityInfo> identities = Stream.concat(
                        infos(Kind.TERMINAL, terminals).stream(), infos(Kind.HOST, hosts).stream())
                .toList();
        return new AdmissionInfo(
                settings.terminalReads().most(), settings.terminalReads().windowMillis(), identities);
    }

    private List<IdentityInfo> infos(Kind kind, Set<String> connected) {
        Set<String> known = new TreeSet<>(connected);
        known.addAll(settings.frozen(kind));
        known.addAll(settings.allowed(kind).identities());
        if (kind == Kind.TERMINAL) {
            reads.keys().stream().filter(terminal -> reads(terminal) > 0).forEach(known::add);
        }
        return known.stream()
                .map(identity -> new IdentityInfo(
                        kind,
                        identity,
                        connected.contains(identity),
                        settings.allowed(kind).allows(identity),
                        settings.frozen(kind).contains(identity),
                        kind == Kind.TERMINAL ? reads(identity) : 0))
                .toList();
    }

    private int reads(String terminal) {
        return reads.count(terminal, settings.terminalReads(), millis.getAsLong());
    }
}
