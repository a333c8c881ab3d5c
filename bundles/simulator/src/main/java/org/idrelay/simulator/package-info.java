/** A simulated card, reader and SAM that speak the real bytes, with faults on demand. */
@NullMarked
package org.idrelay.simulator;

import org.jspecify.annotations.NullMarked;
