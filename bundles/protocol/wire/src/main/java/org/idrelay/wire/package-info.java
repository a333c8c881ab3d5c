/** The relay protocol: every message and its bytes, and their order in a session. {@code docs/protocol.md} specifies it. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
