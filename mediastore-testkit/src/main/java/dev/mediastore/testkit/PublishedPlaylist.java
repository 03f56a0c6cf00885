// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.time.Instant;
import java.util.List;

/**
 * One version of an HLS media playlist as it was published, and what of it could be read then.
 * Immutable.
 *
 * @param path of the playlist
 * @param version how often it had been published, from 1
 * @param publishedAt by the origin's clock
 * @param mediaSequence number of its first segment
 * @param targetSeconds its target duration; 0 if it says none
 * @param segments what it lists, in order
 * @param others initialization sections, keys and partial segments that it names, in order, each
 *     with the duration that is given for it, or 0; not what it only hints at, which is yet to come
 * @param ended whether it says that no more segments will come
 * @param discontinuitySequence discontinuities before its first segment; 0 if it says none
 * @param discontinuities numbers of the segments that do not go on from the one before
 * @param partTargetSeconds how long a partial segment is at most; 0 if it says none
 * @param partHoldBackSeconds how far from the end players of parts are to stay; 0 if it says none
 * @since 0.1
 */
public record PublishedPlaylist(
    String path,
    int version,
    Instant publishedAt,
    long mediaSequence,
    int targetSeconds,
    List<Segment> segments,
    List<Segment> others,
    boolean ended,
    long discontinuitySequence,
    List<Long> discontinuities,
    double partTargetSeconds,
    double partHoldBackSeconds) {

  /**
   * One segment that a playlist lists. Immutable.
   *
   * @param path in the container, or as written if it leads out of it
   * @param seconds its duration as listed
   * @param end how many bytes the object has to have for its byte range; 0 if it is the whole
   *     object
   * @param readable whether it could be read when the playlist was published; true as well for what
   *     lies on another server or is marked as a gap
   * @since 0.1
   */
  public record Segment(String path, double seconds, long end, boolean readable) {

    /** The path, and how far it is needed if it is not the whole object, for messages. */
    @Override
    public String toString() {
      return end == 0 ? path : path + " up to byte " + end;
    }
  }

  /** Copies the lists. */
  public PublishedPlaylist {
    segments = List.copyOf(segments);
    others = List.copyOf(others);
    discontinuities = List.copyOf(discontinuities);
  }

  /** The number that the next segment will have. */
  long endSequence() {
    return mediaSequence + segments.size();
  }

  Segment segment(long number) {
    return segments.get((int) (number - mediaSequence));
  }

  /** How many discontinuities there were up to a segment, all that have left included. */
  long discontinuitiesUpTo(long number) {
    return discontinuitySequence + discontinuities.stream().filter(at -> at <= number).count();
  }

  /** Name, version and time, for messages. */
  @Override
  public String toString() {
    return path + " version " + version + " (" + publishedAt + ")";
  }
}
