/** Files that hold keys, passwords or personal data, written so that nobody but their owner can read them. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.api.files;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
