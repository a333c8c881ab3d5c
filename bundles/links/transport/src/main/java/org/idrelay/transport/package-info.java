/** The Camel context, the routes of the relay protocol, and the links that pass them. */
@NullMarked
package org.idrelay.transport;

import org.jspecify.annotations.NullMarked;
