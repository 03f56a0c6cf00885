// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

final class Seed {
  private Seed() {}
}
