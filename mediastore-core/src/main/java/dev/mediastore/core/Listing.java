// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a folder's direct children, by name in byte order; an object comes before the folder
 * of the same name. Immutable.
 *
 * @param items the rows
 * @param next where the next page starts, or null after the last one
 * @since 0.1
 */
public record Listing(List<Item> items, @Nullable ListingCursor next) {

  /** Copies the rows. */
  public Listing {
    items = List.copyOf(items);
  }
}
