/** What an adapter of a security module offers to the verifier host. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.api.verifier;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
