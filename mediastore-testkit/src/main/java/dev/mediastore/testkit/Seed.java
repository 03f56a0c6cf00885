// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

final class Seed {
  private Seed() {}
}
