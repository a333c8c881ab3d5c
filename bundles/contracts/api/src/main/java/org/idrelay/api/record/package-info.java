/** What was read from a card, and where the terminal takes it. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.api.record;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
