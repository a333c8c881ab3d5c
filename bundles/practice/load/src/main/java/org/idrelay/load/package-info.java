/** Terminals and verifier hosts played by the thousand in one process, and a proxy with faults; nothing that runs in a container knows it. */
@NullMarked
package org.idrelay.load;

import org.jspecify.annotations.NullMarked;
