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
 * What the origin does, beyond the original service, for uploads to the paths that a pattern
 * matches. Immutable; a new rule changes nothing until a behaviour is switched on.
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

  private final PathPattern pattern;
  private final boolean streaming;
  private final @Nullable Duration segmentAge;
  private final @Nullable Duration playlistAge;

  private EdgeRule(
      PathPattern pattern,
      boolean streaming,
      @Nullable Duration segmentAge,
      @Nullable Duration playlistAge) {
    this.pattern = Objects.requireNonNull(pattern, "pattern");
    this.streaming = streaming;
    this.segmentAge = segmentAge;
    this.playlistAge = playlistAge;
  }

  /**
   * A rule that does nothing yet.
   *
   * @param pattern paths within any container
   */
  public static EdgeRule of(PathPattern pattern) {
    return new EdgeRule(pattern, false, null, null);
  }

  /**
   * Makes uploads readable from their first byte on if the uploader does not say {@code
   * x-amz-upload-availability}, which plain encoders cannot. An uploader who says STANDARD gets it.
   */
  public EdgeRule withStreaming() {
    return new EdgeRule(pattern, true, segmentAge, playlistAge);
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
    return new EdgeRule(pattern, streaming, age("segments", segments), age("playlists", playlists));
  }

  private static Duration age(String name, Duration value) {
    if (value.isNegative() || value.toNanosPart() != 0) {
      throw new IllegalArgumentException(name + " must be whole seconds from 0: " + value);
    }
    return value;
  }

  boolean matches(ObjectPath path) {
    return pattern.matches(path);
  }

  boolean streaming() {
    return streaming;
  }

  /** The value to store, or null if this rule has nothing to say about such a media type. */
  @Nullable String cacheControl(String contentType) {
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
    return "EdgeRule["
        + pattern
        + (streaming ? ", streaming" : "")
        + (segmentAge == null ? "" : ", caching")
        + ']';
  }
}
