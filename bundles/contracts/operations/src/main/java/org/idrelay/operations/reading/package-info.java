/** Reading cards at a terminal: start, stop and what happens meanwhile. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.operations.reading;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
