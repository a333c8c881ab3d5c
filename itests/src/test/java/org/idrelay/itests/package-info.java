/** Tests of the whole: the distribution in its own processes, bundles in a container, and rules for all of the tree. */
@NullMarked
package org.idrelay.itests;

import org.jspecify.annotations.NullMarked;
