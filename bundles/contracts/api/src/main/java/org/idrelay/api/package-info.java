/** Values that every contract uses: bytes that never print themselves, and the catalogue of failures. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
