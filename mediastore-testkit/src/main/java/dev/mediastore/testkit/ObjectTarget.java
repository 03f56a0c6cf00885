// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Container and object of a request, as far as the test double has to know them. Immutable. */
record ObjectTarget(String container, ObjectPath object) {
  private static final String PREFIX = "/c/";

  /** Reads a request target; null if it is not for an object, which the origin then says. */
  static @Nullable ObjectTarget of(String rawTarget) {
    try {
      String path = URI.create(rawTarget).getPath();
      int slash = path == null || !path.startsWith(PREFIX) ? -1 : path.indexOf('/', 3);
      return slash < 0 || path == null
          ? null
          : new ObjectTarget(
              path.substring(PREFIX.length(), slash), ObjectPath.of(path.substring(slash + 1)));
    } catch (IllegalArgumentException | MediaStoreException e) {
      return null;
    }
  }
}
