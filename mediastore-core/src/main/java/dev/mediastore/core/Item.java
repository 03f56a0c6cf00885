// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * One row of a listing. Immutable.
 *
 * @since 0.1
 */
public sealed interface Item {

  /**
   * Returns the last name of the path.
   *
   * @return at least one character, no slash
   */
  String name();

  /**
   * Returns which kind of row this is.
   *
   * @return the kind
   */
  ItemType type();

  /**
   * Returns the cursor that continues a listing after this row.
   *
   * @return name and kind of this row
   */
  default ListingCursor cursor() {
    return new ListingCursor(name(), type());
  }

  /**
   * A complete object directly in the listed folder. Immutable.
   *
   * @param metadata of the object's newest complete version
   * @since 0.1
   */
  record ObjectItem(ObjectMetadata metadata) implements Item {
    @Override
    public String name() {
      return metadata.path().name();
    }

    @Override
    public ItemType type() {
      return ItemType.OBJECT;
    }
  }

  /**
   * A folder directly in the listed folder, with at least one listed object somewhere below.
   * Immutable.
   *
   * @param name at least one character, no slash
   * @since 0.1
   */
  record FolderItem(String name) implements Item {
    @Override
    public ItemType type() {
      return ItemType.FOLDER;
    }
  }
}
