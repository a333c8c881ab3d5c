/** Policies that pick a verifier: stored table, idle first, table with idle fallback. */
@NullMarked
package org.idrelay.routing;

import org.jspecify.annotations.NullMarked;
