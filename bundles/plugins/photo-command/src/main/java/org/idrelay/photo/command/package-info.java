/** Photo decoders that are programs: a vendor's command, run outside the process with limits. */
@NullMarked
package org.idrelay.photo.command;

import org.jspecify.annotations.NullMarked;
