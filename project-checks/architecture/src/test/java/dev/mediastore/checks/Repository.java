// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.checks;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's own files are while its build runs. */
final class Repository {
  private Repository() {}

  /** The folder that holds the README, looked for upwards from where the test runs. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("mediastore-bom/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside the project");
      }
    }
    return folder;
  }
}
