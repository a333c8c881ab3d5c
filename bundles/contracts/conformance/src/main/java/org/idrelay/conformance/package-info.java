/** Suites that integrators run on their own reader driver. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.conformance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
