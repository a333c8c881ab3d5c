/** A simulated card, reader and SAM that speak the real bytes, with faults on demand; for the demo and for tests only. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.simulator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
