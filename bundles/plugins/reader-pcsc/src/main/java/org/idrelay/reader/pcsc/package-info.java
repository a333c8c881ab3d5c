/** Drives the PC/SC readers of this machine: found and lost while running, raw type B frames through each. */
@NullMarked
package org.idrelay.reader.pcsc;

import org.jspecify.annotations.NullMarked;
