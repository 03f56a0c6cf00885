// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

final class Seed {
  private Seed() {}
}
