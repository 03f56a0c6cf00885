// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

/** The calls of {@link StoreFolder} and {@link StoreFile} that a file system can refuse. */
public enum IoKind {
  LOCK,
  LIST,
  CREATE,
  OPEN,
  RENAME,
  DELETE,
  SYNC_FOLDER,
  LENGTH,
  WRITE,
  READ,
  MAP,
  SYNC_FILE
}
