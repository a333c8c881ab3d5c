package org.idrelay.verifier.host;

import java.util.Set;
import org.idrelay.api.verifier.Capability;
import org.idrelay.api.verifier.Verifier;

/** A verifier of this container, as it named itself when it came, with the thread that belongs to it. */
record Device(String name, Set<Capability> capabilities, Verifier verifier, VerifierThread thread) {}
