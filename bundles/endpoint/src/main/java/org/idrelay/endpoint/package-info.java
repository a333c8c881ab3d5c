/** A sink that hands each record to another system as JSON, at least once, from an outbox on disk. */
@NullMarked
package org.idrelay.endpoint;

import org.jspecify.annotations.NullMarked;
