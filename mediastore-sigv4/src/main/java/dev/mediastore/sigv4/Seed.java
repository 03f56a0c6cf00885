// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

final class Seed {
  private Seed() {}
}
