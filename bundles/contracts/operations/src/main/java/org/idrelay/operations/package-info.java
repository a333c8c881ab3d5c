/** What the roles of a container tell operators, through shell, pages and REST alike. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.operations;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
