/** What a driver of a bare type B reader offers to the terminal. */
@Export
@Version("1.2.0")
@NullMarked
package org.idrelay.api.reader;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
