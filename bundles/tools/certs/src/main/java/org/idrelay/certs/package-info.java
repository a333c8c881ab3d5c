/** The command that makes keys and certificates for trials; nothing that runs in a container knows it. */
@NullMarked
package org.idrelay.certs;

import org.jspecify.annotations.NullMarked;
