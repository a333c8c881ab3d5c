/** Published test vectors, for any provider in any container. */
@NullMarked
package org.idrelay.secrecy.vectors;

import org.jspecify.annotations.NullMarked;
