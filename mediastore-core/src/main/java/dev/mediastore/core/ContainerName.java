// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/** The rule for container names (contract section 5). */
final class ContainerName {
  private static final int MAX_CHARACTERS = 255;

  private ContainerName() {}

  /**
   * Checks a name: 1 to 255 letters, digits, underscores and hyphens of ASCII.
   *
   * @return the same name
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION}
   */
  static String check(String name) {
    if (name.isEmpty() || name.length() > MAX_CHARACTERS || !isLegal(name)) {
      throw MediaStoreException.of(
          ErrorCode.VALIDATION,
          "ContainerName must be 1 to 255 letters, digits, underscores and hyphens.");
    }
    return name;
  }

  private static boolean isLegal(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isLegal(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
