/** Drives a SAM behind a bridge that has a port for host frames and a port for RF frames. */
@NullMarked
package org.idrelay.verifier.sam;

import org.jspecify.annotations.NullMarked;
