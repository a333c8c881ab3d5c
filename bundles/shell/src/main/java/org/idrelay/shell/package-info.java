/** The commands of the Karaf console, one class each, and who may log in over JMX. */
@NullMarked
package org.idrelay.shell;

import org.jspecify.annotations.NullMarked;
