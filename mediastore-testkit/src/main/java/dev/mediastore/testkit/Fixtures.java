// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Files that a container holds from the start. Read anew each time; safe for any thread. */
interface Fixtures {

  /**
   * Hands every file on, in the order of the paths.
   *
   * @param file takes a path relative to the folder, with slashes, and the bytes
   * @throws IllegalArgumentException if there is no such folder any more
   */
  void each(BiConsumer<String, byte[]> file);

  /** The files below a folder. */
  static Fixtures of(Path folder) {
    Objects.requireNonNull(folder, "folder");
    return file -> {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException("no folder " + folder);
      }
      try (Stream<Path> found = Files.walk(folder)) {
        for (Path one : found.filter(Files::isRegularFile).sorted().toList()) {
          file.accept(
              folder.relativize(one).toString().replace('\\', '/'), Files.readAllBytes(one));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /**
   * The resources below a folder of the class path.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Fixtures onClassPath(String resources) {
    String name = resources.replaceAll("^/+|/+$", "");
    ClassLoader own = Fixtures.class.getClassLoader();
    ClassLoader loader =
        Objects.requireNonNullElse(Thread.currentThread().getContextClassLoader(), own);
    URL folder = loader.getResource(name);
    if (folder == null) {
      throw new IllegalArgumentException("the class path has no folder " + name);
    }
    try {
      return folder.getProtocol().equals("file")
          ? of(Path.of(new URI(folder.toString())))
          : inArchive(folder, name + '/');
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Fixtures inArchive(URL folder, String prefix) {
    return file -> {
      try {
        JarURLConnection connection = (JarURLConnection) folder.openConnection();
        connection.setUseCaches(false);
        try (JarFile archive = connection.getJarFile()) {
          for (JarEntry entry :
              archive.stream()
                  .filter(one -> !one.isDirectory() && one.getName().startsWith(prefix))
                  .sorted((one, other) -> one.getName().compareTo(other.getName()))
                  .toList()) {
            byte[] bytes = archive.getInputStream(entry).readAllBytes();
            file.accept(entry.getName().substring(prefix.length()), bytes);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
