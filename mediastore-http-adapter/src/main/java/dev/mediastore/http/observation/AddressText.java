// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The text of an address, remembered: the JDK makes it anew each time, and a CDN asks from few.
 * Safe for any thread.
 */
final class AddressText {
  /** A power of two; a client that shares its place with another one costs what it did before. */
  private static final int PLACES = 256;

  private static final AtomicReferenceArray<Known> KNOWN = new AtomicReferenceArray<>(PLACES);

  private record Known(InetAddress address, String text) {}

  private AddressText() {}

  static String of(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    int hash = address.hashCode();
    int place = (hash ^ hash >>> 16 ^ hash >>> 8) & PLACES - 1;
    Known known = KNOWN.getPlain(place);
    if (known != null && known.address().equals(address)) {
      return known.text();
    }
    String text = address.getHostAddress();
    KNOWN.set(place, new Known(address, text));
    return text;
  }
}
