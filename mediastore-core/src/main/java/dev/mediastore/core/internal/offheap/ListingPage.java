// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Item;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a listing while it fills. Used by one thread. */
final class ListingPage {
  private final byte[] prefix;
  private final int max;
  private final List<Item> items = new ArrayList<>();
  private byte[] next;
  private boolean ended;
  private boolean more;

  ListingPage(FolderPath folder, @Nullable ListingCursor after, int max) {
    this.prefix = PathKey.prefix(folder);
    this.max = max;
    this.next = PathKey.start(prefix, after);
  }

  boolean wantsMore() {
    return !ended && !more;
  }

  /** The key from which on to look for the next row. */
  byte[] next() {
    return next;
  }

  void end() {
    ended = true;
  }

  /**
   * Tells whether a key lies in the folder and there is room for its row; notes if there is not.
   */
  boolean holds(byte[] key, int length) {
    if (!PathKey.startsWith(key, length, prefix)) {
      return false;
    }
    more = items.size() == max;
    return !more;
  }

  /** Adds the folder that a key lies in; false if it lies in none below this one. */
  boolean addFolder(byte[] key, int length) {
    for (int i = prefix.length; i < length; i++) {
      if (key[i] == PathKey.SEPARATOR) {
        String name = PathKey.path(key, i).substring(prefix.length);
        items.add(new Item.FolderItem(name));
        next = PathKey.afterFolder(key, i);
        return true;
      }
    }
    return false;
  }

  void addObject(byte[] key, int length, ObjectMetadata object) {
    items.add(new Item.ObjectItem(object));
    next = PathKey.after(key, length);
  }

  Listing toListing() {
    return new Listing(items, more ? items.get(items.size() - 1).cursor() : null);
  }
}
