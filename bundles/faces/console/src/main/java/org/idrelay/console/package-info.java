/** The pages for clerks and operators, and the REST interface they stand on. One servlet class for each group of resources. */
@NullMarked
package org.idrelay.console;

import org.jspecify.annotations.NullMarked;
