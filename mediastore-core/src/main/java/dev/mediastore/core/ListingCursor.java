// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * Where a listing continues: after the row of this name and kind, whether or not that row still
 * exists. Immutable.
 *
 * @param name last name of the row
 * @param type kind of the row
 * @since 0.1
 */
public record ListingCursor(String name, ItemType type) {

  /**
   * Checks the name.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if it cannot be a row's name
   */
  public ListingCursor {
    PathRules.check(name);
    if (name.indexOf('/') >= 0) {
      throw PathRules.invalid("A listing continues after one name.");
    }
  }
}
