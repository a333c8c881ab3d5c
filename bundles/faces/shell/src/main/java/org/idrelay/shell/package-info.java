/** The commands of the Karaf console, one class each; and what Karaf has no setting for: who may use JMX, no tunnels through SSH. */
@NullMarked
package org.idrelay.shell;

import org.jspecify.annotations.NullMarked;
