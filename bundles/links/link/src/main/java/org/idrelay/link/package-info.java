/** Living on a connection: links and who handles them, the way onto the loop, whom a role lets in, what it remembers of sessions. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.link;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
