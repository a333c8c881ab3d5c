/** The card's own bytes: type B frames, card commands, the verifier's host frames and script, the record layout. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.card;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
