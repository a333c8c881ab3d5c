/** The session key: TLS 1.3 between terminal and verifier inside the relay's messages, and the identities behind it. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.secrecy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
