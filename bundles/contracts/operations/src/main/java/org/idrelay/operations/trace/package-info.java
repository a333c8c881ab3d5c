/** The steps of a read as each party saw them, without card data. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.operations.trace;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
