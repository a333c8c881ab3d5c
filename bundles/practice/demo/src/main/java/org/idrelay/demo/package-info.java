/** What only the demo does: cards that come and go, and a sink that prints. */
@NullMarked
package org.idrelay.demo;

import org.jspecify.annotations.NullMarked;
