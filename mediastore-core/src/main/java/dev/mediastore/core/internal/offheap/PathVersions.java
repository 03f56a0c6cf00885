// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one path: the complete one, if any, and the STREAMING uploads in progress.
 * Immutable; replaced whole.
 *
 * @param complete the last complete version in order
 * @param growing uploads in the order in which they started
 */
record PathVersions(@Nullable StoredObject complete, List<StoredObject> growing) {
  static final PathVersions NONE = new PathVersions(null, List.of());

  /** Returns the version readers see: the last in order that is complete or visibly growing. */
  @Nullable StoredObject visible() {
    for (int i = growing.size() - 1; i >= 0; i--) {
      StoredObject upload = growing.get(i);
      if (upload.reached()) {
        return overtakenBy(complete, upload) ? complete : upload;
      }
    }
    return complete;
  }

  private static boolean overtakenBy(@Nullable StoredObject other, StoredObject object) {
    return other != null && other.order() > object.order();
  }

  PathVersions withStarted(StoredObject upload) {
    List<StoredObject> more = new ArrayList<>(growing);
    more.add(upload);
    return new PathVersions(complete, List.copyOf(more));
  }

  PathVersions without(StoredObject upload) {
    return new PathVersions(complete, growing.stream().filter(other -> other != upload).toList());
  }

  /** Returns the versions after a commit; a version that was overtaken does not enter. */
  PathVersions withCompleted(StoredObject object) {
    return new PathVersions(overtakenBy(complete, object) ? complete : object, growing);
  }

  PathVersions withoutComplete() {
    return new PathVersions(null, growing);
  }

  /** Returns the uploads that the deletion of a version withdraws. */
  List<StoredObject> withdrawnWith(StoredObject deleted) {
    return growing.stream()
        .filter(upload -> upload.reached() || upload.order() <= deleted.order())
        .toList();
  }

  boolean isEmpty() {
    return complete == null && growing.isEmpty();
  }
}
