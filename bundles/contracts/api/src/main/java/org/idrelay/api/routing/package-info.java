/** How the server picks a verifier for a terminal's first request. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.api.routing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
