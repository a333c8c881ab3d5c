package org.idrelay.api.photo;

import org.idrelay.api.Bytes;

/**
 * A picture that a browser shows.
 *
 * @param mediaType {@code image/png}, {@code image/jpeg} or {@code image/bmp}
 * @param content the file's bytes
 */
public record PhotoImage(String mediaType, Bytes content) {}
