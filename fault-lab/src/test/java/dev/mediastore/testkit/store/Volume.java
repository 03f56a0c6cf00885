// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real file system in a file, mounted through a loop device, whose power can be cut: the ioctl
 * FS_IOC_SHUTDOWN without a flush of the log makes the file system forget everything that it has
 * not put on its device, as a machine does that loses power. Needs root, mount and perl. Used by
 * one thread.
 */
final class Volume implements AutoCloseable {
  private static final long BYTES = 400L << 20;
  private static final int UNMOUNT_TRIES = 200;

  /** FS_IOC_SHUTDOWN with FS_SHUTDOWN_FLAGS_NOLOGFLUSH. */
  private static final String SHUTDOWN =
      "open(my $f, '<', $ARGV[0]) or die \"open: $!\"; my $flags = pack('L', 2);"
          + " defined(ioctl($f, 0x8004587d, $flags)) or die \"ioctl: $!\";";

  private final Path image;
  private final Path mounted;
  private final String type;

  private Volume(Path image, Path mounted, String type) {
    this.image = image;
    this.mounted = mounted;
    this.type = type;
  }

  /** Says why there can be no volume of a type on this machine; empty if there can. */
  static Optional<String> obstacle(String type) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("power cuts need root");
    }
    for (String tool : List.of("mkfs." + type, "mount", "umount", "perl")) {
      if (!succeeds("sh", "-c", "command -v " + tool)) {
        return Optional.of("power cuts need " + tool);
      }
    }
    return Optional.empty();
  }

  /** Makes a file system below a folder and mounts it. */
  static Volume make(Path below, String type) throws IOException {
    Volume volume = new Volume(below.resolve(type + ".img"), below.resolve(type), type);
    Files.createDirectories(volume.mounted);
    volume.format();
    return volume;
  }

  /** Empties a volume that is mounted. */
  void renew() throws IOException {
    unmount();
    format();
  }

  private void format() throws IOException {
    Files.deleteIfExists(image);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    run(
        type.equals("xfs")
            ? List.of("mkfs.xfs", "-q", "-f", image.toString())
            : List.of("mkfs." + type, "-q", "-F", image.toString()));
    mount();
  }

  Path path() {
    return mounted;
  }

  /** Cuts the power: from now on every call to the file system fails. */
  void cut() throws IOException {
    run(List.of("perl", "-e", SHUTDOWN, mounted.toString()));
  }

  /** Mounts what is left; nobody uses the volume any more. */
  void restore() throws IOException {
    unmount();
    mount();
  }

  private void mount() throws IOException {
    run(List.of("mount", "-o", "loop", "-t", type, image.toString(), mounted.toString()));
  }

  private void unmount() throws IOException {
    for (int i = 0; i < UNMOUNT_TRIES; i++) {
      if (succeeds("umount", mounted.toString())) {
        return;
      }
      // Mappings hold the volume until they are collected, and dead processes for a moment.
      System.gc();
    }
    run(List.of("umount", mounted.toString()));
  }

  @Override
  public void close() throws IOException {
    unmount();
    Files.deleteIfExists(image);
  }

  private static boolean succeeds(String... command) {
    try {
      run(List.of(command));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.trim());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
