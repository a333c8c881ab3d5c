/** Photos on cards: compressed in ways that only vendors can undo. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.api.photo;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
