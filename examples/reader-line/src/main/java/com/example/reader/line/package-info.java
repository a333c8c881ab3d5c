/** An example: the driver of a reader that does not exist, complete and small. */
@NullMarked
package com.example.reader.line;

import org.jspecify.annotations.NullMarked;
