// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.MediaStoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/**
 * Where the references of a playlist or manifest lead, and whether anything is there. Immutable.
 */
final class References {
  /** Under which an origin in this process is spoken to. */
  private static final Set<String> OWN_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

  private static final String CONTAINERS = "/c/";

  private final String container;
  private final int port;
  private final ToLongBiFunction<String, String> bytes;

  /**
   * @param container name of the container of the document
   * @param port of the origin
   * @param bytes how many bytes a container, by name, has of an object, -1 if it has none; may
   *     throw what a bad path causes
   */
  References(String container, int port, ToLongBiFunction<String, String> bytes) {
    this.container = container;
    this.port = port;
    this.bytes = bytes;
  }

  /**
   * Where a reference leads. Immutable.
   *
   * @param path in the container, or the reference as written if it leads out of it
   * @param readable whether it can be read now; true for what lies on another server
   */
  record Found(String path, boolean readable) {}

  /** The address of a document of the container. */
  URI document(String path) {
    try {
      return new URI(
          "http", null, "127.0.0.1", port, CONTAINERS + container + '/' + path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Found find(URI base, String reference) {
    return find(base, reference, 0);
  }

  /**
   * Where a reference to a part of an object leads.
   *
   * @param end how many bytes the object has to have; 0 if it only has to be there
   */
  Found find(URI base, String reference, long end) {
    try {
      // An empty reference is the document itself; URI.resolve() makes it the folder.
      URI address = reference.isEmpty() ? base : base.resolve(reference);
      if (!OWN_HOSTS.contains(String.valueOf(address.getHost())) || address.getPort() != port) {
        return new Found(reference, true); // Not ours to say.
      }
      String[] parts = address.getPath().split("/", 4);
      boolean own = parts.length == 4 && address.getPath().startsWith(CONTAINERS);
      String path = own && parts[2].equals(container) ? parts[3] : reference;
      return new Found(path, own && bytes.applyAsLong(parts[2], parts[3]) >= end);
    } catch (IllegalArgumentException | MediaStoreException e) {
      return new Found(reference, false);
    }
  }
}
