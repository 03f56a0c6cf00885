// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.spi.ContainerId;
import java.util.random.RandomGenerator;

/** Draws ids from a source that need not be safe for several threads. Safe for any thread. */
final class Identifiers {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int CONTAINER_ID_CHARACTERS = 14;

  private final RandomGenerator random;

  Identifiers(RandomGenerator random) {
    this.random = random;
  }

  /** Starts with a letter, so that the id can be a host label wherever it is put. */
  synchronized ContainerId containerId() {
    StringBuilder id = new StringBuilder(CONTAINER_ID_CHARACTERS);
    id.append(ALPHABET.charAt(random.nextInt(26)));
    while (id.length() < CONTAINER_ID_CHARACTERS) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new ContainerId(id.toString());
  }

  synchronized EntityTag entityTag() {
    return EntityTag.random(random);
  }
}
