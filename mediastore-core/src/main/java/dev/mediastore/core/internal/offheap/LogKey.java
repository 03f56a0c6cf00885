// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.log.RecordPlace;
import dev.mediastore.core.spi.ContainerId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Containers, paths and places as the log's records spell them. */
final class LogKey {
  private LogKey() {}

  static byte[] of(ContainerId container) {
    return container.value().getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] of(ContainerId container, ObjectPath path) {
    return (container.value() + '\0' + path.value()).getBytes(StandardCharsets.US_ASCII);
  }

  static ContainerId container(byte[] key) {
    String text = new String(key, StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return new ContainerId(end < 0 ? text : text.substring(0, end));
  }

  /** How many bytes of a key name the container. */
  static int containerLength(byte[] key) {
    int end = 0;
    while (end < key.length && key[end] != 0) {
      end++;
    }
    return end;
  }

  /** The path in a key as the index spells it. */
  static byte[] indexKey(byte[] key) {
    byte[] path = Arrays.copyOfRange(key, containerLength(key) + 1, key.length);
    for (int i = 0; i < path.length; i++) {
      if (path[i] == '/') {
        path[i] = PathKey.SEPARATOR;
      }
    }
    return path;
  }

  static ObjectPath path(byte[] key) {
    String text = new String(key, StandardCharsets.US_ASCII);
    return new ObjectPath(text.substring(text.indexOf('\0') + 1));
  }

  /** The location of a version in the log. */
  static byte[] location(RecordPlace place) {
    ByteWriter bytes = new ByteWriter();
    bytes.putNumber(place.file());
    bytes.putNumber(place.position() / 8);
    bytes.putNumber(place.recordBytes() / 8);
    return bytes.toBytes();
  }

  static RecordPlace place(byte[] location) {
    ByteReader bytes = new ByteReader(location, location.length);
    return new RecordPlace(
        (int) bytes.number(), 8 * (int) bytes.number(), 8 * (int) bytes.number());
  }
}
