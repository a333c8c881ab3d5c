/** Offers the verifiers of this container to the server that dials it, and runs their sessions. */
@NullMarked
package org.idrelay.verifier.host;

import org.jspecify.annotations.NullMarked;
