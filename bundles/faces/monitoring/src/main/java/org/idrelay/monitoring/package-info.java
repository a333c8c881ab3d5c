/** Figures of the roles in this container as metrics and MBeans, and checks of its health. */
@NullMarked
package org.idrelay.monitoring;

import org.jspecify.annotations.NullMarked;
