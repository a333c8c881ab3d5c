/** The audit trail: files of lines that are chained by a key, without personal data. */
@NullMarked
package org.idrelay.audit;

import org.jspecify.annotations.NullMarked;
