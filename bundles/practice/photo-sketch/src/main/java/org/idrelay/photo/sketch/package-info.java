/** Draws the photos of simulated cards. */
@NullMarked
package org.idrelay.photo.sketch;

import org.jspecify.annotations.NullMarked;
