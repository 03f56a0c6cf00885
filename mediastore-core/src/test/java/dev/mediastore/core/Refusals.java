// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/** What a call was refused with. */
final class Refusals {
  private Refusals() {}

  static ErrorCode codeOf(Executable call) {
    return assertThrows(MediaStoreException.class, call).code();
  }

  static String messageOf(Class<? extends Throwable> type, Executable call) {
    return Objects.requireNonNullElse(assertThrows(type, call).getMessage(), "");
  }
}
