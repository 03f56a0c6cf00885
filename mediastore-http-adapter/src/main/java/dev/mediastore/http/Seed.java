// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

final class Seed {
  private Seed() {}
}
