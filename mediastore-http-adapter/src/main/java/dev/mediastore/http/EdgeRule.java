// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the origin does, beyond the original service, at the paths that a pattern matches.
 * Immutable; a new rule changes nothing until a behaviour is switched on.
 *
 * <pre>{@code
 * EdgeRule live =
 *     EdgeRule.of(PathPattern.prefix("live/"))
 *         .withStreaming()
 *         .withMediaCaching(Duration.ofDays(1), Duration.ofSeconds(1));
 * }</pre>
 *
 * @since 0.1
 */
public final class EdgeRule {
  private static final Set<String> PLAYLIST_TYPES =
      Set.of(
          "application/vnd.apple.mpegurl",
          "application/x-mpegurl",
          "audio/mpegurl",
          "audio/x-mpegurl",
          "application/dash+xml",
          "application/vnd.ms-sstr+xml");

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final PathPattern pattern;
  private final Behaviour behaviour;

  /** What a rule has to say; null and false where it says nothing. Immutable. */
  private record Behaviour(
      boolean streaming,
      @Nullable Duration segmentAge,
      @Nullable Duration playlistAge,
      @Nullable Duration patience,
      Duration absence,
      boolean blockingReload,
      @Nullable Duration barrier) {
    static final Behaviour NOTHING =
        new Behaviour(false, null, null, null, Duration.ZERO, false, null);
  }

  private EdgeRule(PathPattern pattern, Behaviour behaviour) {
    this.pattern = Objects.requireNonNull(pattern, "pattern");
    this.behaviour = behaviour;
  }

  /**
   * A rule that does nothing yet.
   *
   * @param pattern paths within any container
   */
  public static EdgeRule of(PathPattern pattern) {
    return new EdgeRule(pattern, Behaviour.NOTHING);
  }

  /**
   * Makes uploads readable from their first byte on if the uploader does not say {@code
   * x-amz-upload-availability}, which plain encoders cannot. An uploader who says STANDARD gets it.
   */
  public EdgeRule withStreaming() {
    Behaviour b = behaviour;
    return new EdgeRule(
        pattern,
        new Behaviour(
            true, b.segmentAge, b.playlistAge, b.patience, b.absence, b.blockingReload, b.barrier));
  }

  /**
   * Stores a {@code Cache-Control} with uploads that bring none: immutable for audio and video,
   * short for HLS, DASH and Smooth Streaming playlists, none for other media types. Only for
   * segments whose names are never used again, initialisation segments included.
   *
   * @param segments whole seconds, zero or more
   * @param playlists whole seconds, zero or more
   */
  public EdgeRule withMediaCaching(Duration segments, Duration playlists) {
    Behaviour b = behaviour;
    return new EdgeRule(
        pattern,
        new Behaviour(
            b.streaming,
            age("segments", segments),
            age("playlists", playlists),
            b.patience,
            b.absence,
            b.blockingReload,
            b.barrier));
  }

  /**
   * Makes GET and HEAD of an object that is not there wait for it instead of failing at once: for
   * players that are early, and for the parts that an LL-HLS playlist hints at. A growing object
   * ends the wait with its first readable bytes. Waiting requests hold no threads; only requests
   * that are allowed to read wait.
   *
   * @param atMost how long, more than 0 up to a minute
   * @param absence how long caches may keep the 404 that follows a wait in vain, in whole seconds;
   *     zero for not at all
   */
  public EdgeRule withWait(Duration atMost, Duration absence) {
    Behaviour b = behaviour;
    return new EdgeRule(
        pattern,
        new Behaviour(
            b.streaming,
            b.segmentAge,
            b.playlistAge,
            wait(atMost),
            age("absence", absence),
            b.blockingReload,
            b.barrier));
  }

  /**
   * Serves the blocking playlist reload of Low-Latency HLS for playlists that are pushed: a GET
   * with {@code _HLS_msn}, and {@code _HLS_part} if wanted, is answered with the first version of
   * the playlist that contains that segment or part, or with 503 after three target durations.
   */
  public EdgeRule withBlockingReload() {
    Behaviour b = behaviour;
    return new EdgeRule(
        pattern,
        new Behaviour(
            b.streaming, b.segmentAge, b.playlistAge, b.patience, b.absence, true, b.barrier));
  }

  /**
   * Publishes an HLS playlist only when every segment, part, initialisation section and rendition
   * that it names by a relative address can be read. Until then readers have the version before it,
   * and its uploader waits for the answer; after that time the upload is refused with 503.
   *
   * @param atMost how long, more than 0 up to a minute
   */
  public EdgeRule withPublishBarrier(Duration atMost) {
    Behaviour b = behaviour;
    return new EdgeRule(
        pattern,
        new Behaviour(
            b.streaming,
            b.segmentAge,
            b.playlistAge,
            b.patience,
            b.absence,
            b.blockingReload,
            wait(atMost)));
  }

  private static Duration age(String name, Duration value) {
    if (value.isNegative() || value.toNanosPart() != 0) {
      throw new IllegalArgumentException(name + " must be whole seconds from 0: " + value);
    }
    return value;
  }

  private static Duration wait(Duration atMost) {
    if (atMost.isNegative() || atMost.isZero() || atMost.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "atMost must be more than 0 and up to " + LONGEST_WAIT + ": " + atMost);
    }
    return atMost;
  }

  /** By its name or by its media type, whatever the case of letters. */
  static boolean isHlsPlaylist(ObjectPath path, @Nullable String contentType) {
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    return path.value().toLowerCase(Locale.ROOT).endsWith(".m3u8") || type.contains("mpegurl");
  }

  boolean matches(ObjectPath path) {
    return pattern.matches(path);
  }

  boolean streaming() {
    return behaviour.streaming;
  }

  @Nullable Duration patience() {
    return behaviour.patience;
  }

  Duration absence() {
    return behaviour.absence;
  }

  boolean blockingReload() {
    return behaviour.blockingReload;
  }

  @Nullable Duration barrier() {
    return behaviour.barrier;
  }

  /** The value to store, or null if this rule has nothing to say about such a media type. */
  @Nullable String cacheControl(String contentType) {
    Duration segmentAge = behaviour.segmentAge;
    Duration playlistAge = behaviour.playlistAge;
    if (segmentAge == null || playlistAge == null) {
      return null;
    }
    int parameters = contentType.indexOf(';');
    String type =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    if (PLAYLIST_TYPES.contains(type)) {
      return "max-age=" + playlistAge.toSeconds();
    }
    boolean media =
        type.startsWith("video/") || type.startsWith("audio/") || type.equals("application/mp4");
    return media ? "max-age=" + segmentAge.toSeconds() + ", immutable" : null;
  }

  @Override
  public String toString() {
    return "EdgeRule[" + pattern + ", " + behaviour + ']';
  }
}
