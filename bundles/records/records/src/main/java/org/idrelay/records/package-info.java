/** The record store: sealed records in H2 or PostgreSQL, each with a key of its own. */
@NullMarked
package org.idrelay.records;

import org.jspecify.annotations.NullMarked;
