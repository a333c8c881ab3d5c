/** Who read and who saw which record, without saying whose it was. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.operations.audit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
