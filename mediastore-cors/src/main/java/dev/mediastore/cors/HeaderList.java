// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one answer: those that depend on the request, then those its rule has prepared.
 *
 * <p>Immutable. The prepared fields are shared by all answers of a rule, so that an answer for a
 * wildcard origin costs a few words and one for a plain origin nothing.
 */
final class HeaderList extends AbstractList<CorsHeader> implements RandomAccess {

  private final CorsHeader allowOrigin;
  private final @Nullable CorsHeader allowHeaders;
  private final CorsHeader[] prepared;

  /**
   * Makes a list.
   *
   * @param prepared not copied; nobody writes to it
   */
  HeaderList(CorsHeader allowOrigin, @Nullable CorsHeader allowHeaders, CorsHeader[] prepared) {
    this.allowOrigin = allowOrigin;
    this.allowHeaders = allowHeaders;
    this.prepared = prepared;
  }

  @Override
  public CorsHeader get(int index) {
    Objects.checkIndex(index, size());
    if (index == 0) {
      return allowOrigin;
    }
    if (allowHeaders == null) {
      return prepared[index - 1];
    }
    return index == 1 ? allowHeaders : prepared[index - 2];
  }

  @Override
  public int size() {
    return prepared.length + (allowHeaders == null ? 1 : 2);
  }
}
