// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
  /** More than what comes between two calls of {@link #flush} most often is. */
  private static final int PIECE = 256 << 10;

  private final Path file;
  private @Nullable OutputStream open;

  /** What waits for {@link #flush}; none for a file that is given whole chunks only. */
  private @Nullable JsonLine lines;

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
    JsonLine waiting = lines;
    if (waiting == null) {
      waiting = new JsonLine(PIECE);
      lines = waiting;
    }
    entry.appendTo(waiting);
    waiting.lineBreak();
    if (waiting.length() >= PIECE) {
      flush();
    }
  }

  /** Hands what was written to the operating system. */
  @Override
  public synchronized void flush() {
    JsonLine waiting = lines;
    if (waiting == null) {
      return;
    }
    try {
      write(waiting);
    } finally {
      waiting.clear();
    }
  }

  /** Hands whole lines to the operating system. */
  synchronized void write(JsonLine whole) {
    if (whole.length() == 0) {
      return;
    }
    try {
      OutputStream out = open;
      if (out == null) {
        out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        open = out;
      }
      whole.writeTo(out);
    } catch (IOException e) {
      closeFile();
      throw new UncheckedIOException("lines for " + file + " are lost", e);
    }
  }

  /**
   * Goes on in a new file under the same name, after the present one was moved away.
   *
   * @throws UncheckedIOException if lines were on their way and are lost
   */
  public synchronized void reopen() {
    if (open != null) {
      flush();
    }
    closeFile();
  }

  private void closeFile() {
    OutputStream out = open;
    open = null;
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        // All that was written had been handed to the operating system.
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
