// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An ingest as an encoder made it: every upload and deletion of one container with the bytes of its
 * body in the pieces in which they arrived, and when. Immutable. Made by {@link TestOrigin#record},
 * played by {@link Replay}.
 *
 * @since 0.1
 */
public final class Recording {
  private final List<RecordedStep> steps;
  private final boolean whole;

  private Recording(List<RecordedStep> steps, boolean whole) {
    this.steps = List.copyOf(steps);
    this.whole = whole;
  }

  /**
   * Reads a recording.
   *
   * @param file as written by {@link IngestRecorder}
   * @return all of it
   * @throws IOException if it cannot be read, is no recording, was damaged or cut; the message says
   *     how many steps are whole
   */
  public static Recording read(Path file) throws IOException {
    Recording found = readWhole(file);
    if (!found.whole) {
      throw new IOException(
          "%s was cut or damaged after %d steps; readWhole() takes those"
              .formatted(file.getFileName(), found.steps.size()));
    }
    return found;
  }

  /**
   * Reads what is whole of a recording.
   *
   * @param file as written by {@link IngestRecorder}, or the beginning of one
   * @return everything before the first cut or damage
   * @throws IOException if it cannot be read or is no recording
   */
  public static Recording readWhole(Path file) throws IOException {
    List<RecordedStep> steps = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!Arrays.equals(in.readNBytes(RecordingFormat.MAGIC.length), RecordingFormat.MAGIC)) {
        throw new IOException(file.getFileName() + " is no recording");
      }
      RecordingFormat.Entry next = RecordingFormat.read(in);
      while (next != null && next.step() != null) {
        steps.add(next.step());
        next = RecordingFormat.read(in);
      }
      return new Recording(steps, next != null && next.last() == steps.size());
    }
  }

  /**
   * What happened, in order.
   *
   * @return every step
   */
  public List<RecordedStep> steps() {
    return steps;
  }

  /**
   * Whether it was recorded and read to its end.
   *
   * @return false after {@link #readWhole} of a file that was cut
   */
  public boolean whole() {
    return whole;
  }

  /**
   * From the beginning to the last step.
   *
   * @return zero if there is none
   */
  public Duration duration() {
    return steps.isEmpty() ? Duration.ZERO : steps.get(steps.size() - 1).at();
  }
}
