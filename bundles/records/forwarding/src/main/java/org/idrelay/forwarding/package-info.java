/** A sink that hands each record to another system as JSON, at least once, from an outbox on disk. */
@NullMarked
package org.idrelay.forwarding;

import org.jspecify.annotations.NullMarked;
