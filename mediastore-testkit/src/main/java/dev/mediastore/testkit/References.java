// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.MediaStoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Where the references of a playlist or manifest lead, and whether anything is there. Immutable.
 */
final class References {
  /** Under which an origin in this process is spoken to. */
  private static final Set<String> OWN_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

  private static final String CONTAINERS = "/c/";

  private final String container;
  private final int port;
  private final BiPredicate<String, String> readable;

  /**
   * @param container name of the container of the document
   * @param port of the origin
   * @param readable whether a container, by name, has an object; may throw what a bad path causes
   */
  References(String container, int port, BiPredicate<String, String> readable) {
    this.container = container;
    this.port = port;
    this.readable = readable;
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
    try {
      // An empty reference is the document itself; URI.resolve() makes it the folder.
      URI address = reference.isEmpty() ? base : base.resolve(reference);
      if (!OWN_HOSTS.contains(String.valueOf(address.getHost())) || address.getPort() != port) {
        return new Found(reference, true); // Not ours to say.
      }
      String[] parts = address.getPath().split("/", 4);
      boolean own = parts.length == 4 && address.getPath().startsWith(CONTAINERS);
      String path = own && parts[2].equals(container) ? parts[3] : reference;
      return new Found(path, own && readable.test(parts[2], parts[3]));
    } catch (IllegalArgumentException | MediaStoreException e) {
      return new Found(reference, false);
    }
  }
}
