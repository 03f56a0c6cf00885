// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a DASH manifest as it was published, and what of it could be read then. Immutable.
 *
 * @param path of the manifest
 * @param version how often it had been published, from 1
 * @param publishedAt by the origin's clock
 * @param live whether it is of type {@code dynamic}
 * @param representations what it offers, in order
 * @param problem why it could not be understood, or null
 * @since 0.1
 */
public record PublishedManifest(
    String path,
    int version,
    Instant publishedAt,
    boolean live,
    List<Representation> representations,
    @Nullable String problem) {

  /**
   * One representation. Immutable.
   *
   * @param id as written, or empty
   * @param segments what it offered when it was published, in order; the initialization segment, if
   *     there is one, is the first and lasts 0 seconds
   * @since 0.1
   */
  public record Representation(String id, List<Segment> segments) {

    /** Copies the segments. */
    public Representation {
      segments = List.copyOf(segments);
    }
  }

  /**
   * One segment that a manifest offers. Immutable.
   *
   * @param path in the container, or as written if it leads out of it
   * @param start seconds from the beginning of the presentation
   * @param seconds its duration
   * @param readable whether it could be read when the manifest was published; true as well for what
   *     lies on another server
   * @since 0.1
   */
  public record Segment(String path, double start, double seconds, boolean readable) {}

  /** Copies the representations. */
  public PublishedManifest {
    representations = List.copyOf(representations);
  }

  /** Name, version and time, for messages. */
  @Override
  public String toString() {
    return path + " version " + version + " (" + publishedAt + ")";
  }
}
