/** Finds and selects cards at bare readers and drives the read. */
@NullMarked
package org.idrelay.terminal;

import org.jspecify.annotations.NullMarked;
