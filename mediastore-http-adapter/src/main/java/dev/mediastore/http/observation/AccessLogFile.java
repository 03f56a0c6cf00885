// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Access log lines appended to a file, one JSON object a line. Used by one thread at a time; closed
 * after the {@link AccessLog} that writes to it.
 *
 * <p>A write that fails, as when the disk is full, loses its line and those that wait with it for
 * {@link #flush}; the file is opened anew for the next one, so that it goes on once there is room,
 * or after the file was moved away and {@link #reopen} was called.
 *
 * @since 0.1
 */
public final class AccessLogFile implements AccessLogSink, AutoCloseable {
  private final Path file;
  private @Nullable Writer open;

  /**
   * Appends to a file, which is created with the first line.
   *
   * @param file in a folder that exists
   */
  public AccessLogFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized void write(AccessLogEntry entry) {
    try {
      Writer writer = open;
      if (writer == null) {
        writer =
            Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        open = writer;
      }
      writer.append(entry.toJson()).append('\n');
    } catch (IOException e) {
      reopen();
      throw new UncheckedIOException("a line for " + file + " is lost", e);
    }
  }

  /** Hands what was written to the operating system. */
  @Override
  public synchronized void flush() {
    try {
      if (open != null) {
        open.flush();
      }
    } catch (IOException e) {
      reopen();
      throw new UncheckedIOException("lines for " + file + " are lost", e);
    }
  }

  /** Goes on in a new file under the same name, after the present one was moved away. */
  public synchronized void reopen() {
    Writer writer = open;
    open = null;
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        // What it held was reported as lost already.
      }
    }
  }

  @Override
  public void close() {
    reopen();
  }

  @Override
  public String toString() {
    return "AccessLogFile[" + file + ']';
  }
}
