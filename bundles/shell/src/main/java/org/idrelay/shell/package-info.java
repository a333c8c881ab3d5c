/** The commands of the Karaf console, one class each. */
@NullMarked
package org.idrelay.shell;

import org.jspecify.annotations.NullMarked;
