/** What things cost: run by hand, never by the build. */
@NullMarked
package org.idrelay.benchmarks;

import org.jspecify.annotations.NullMarked;
