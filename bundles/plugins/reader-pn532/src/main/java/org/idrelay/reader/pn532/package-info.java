/** Drives readers with a PN532 at serial ports. */
@NullMarked
package org.idrelay.reader.pn532;

import org.jspecify.annotations.NullMarked;
