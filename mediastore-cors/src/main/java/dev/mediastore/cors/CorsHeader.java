// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.Objects;

/**
 * One response header field, ready to be written.
 *
 * <p>Immutable. The name is in its usual spelling; the value holds no control character and no
 * character above U+00FF, so writing one byte per character is exact.
 *
 * @param name the field name, for example {@code Access-Control-Allow-Origin}
 * @param value the field value, never empty
 * @since 0.1
 */
public record CorsHeader(String name, String value) {

  /** Makes a field; neither part may be null. */
  public CorsHeader {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }
}
