// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.index.Cursor;
import dev.mediastore.core.spi.ContainerId;
import java.nio.charset.StandardCharsets;

/**
 * Which version an index over all containers is about. Immutable.
 *
 * @param container where it is
 * @param path its path
 * @param order its place in the order of all changes, which tells it from others of its path
 */
record IndexedVersion(ContainerId container, ObjectPath path, long order) {

  /** Container and path as the value of an entry; the order is for the key. */
  ByteWriter value() {
    ByteWriter value = new ByteWriter();
    value.putText(container.value());
    value.put(path.value().getBytes(StandardCharsets.US_ASCII));
    return value;
  }

  /** Reads the entry under a cursor. */
  static IndexedVersion at(Cursor cursor, long order) {
    byte[] value = new byte[cursor.valueLength()];
    ByteReader reader = new ByteReader(value, cursor.copyValue(value));
    ContainerId container = new ContainerId(reader.requiredText());
    String path = new String(reader.rest(), StandardCharsets.US_ASCII);
    return new IndexedVersion(container, new ObjectPath(path), order);
  }
}
