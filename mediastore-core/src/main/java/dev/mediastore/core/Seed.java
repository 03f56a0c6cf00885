// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

final class Seed {
  private Seed() {}
}
