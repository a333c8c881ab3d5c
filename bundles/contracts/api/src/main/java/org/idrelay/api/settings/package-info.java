/** Reading what operators wrote into a file of {@code etc/}, and refusing what will not do by file, key and remedy. */
@Export
@Version("1.0.0")
@NullMarked
package org.idrelay.api.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
