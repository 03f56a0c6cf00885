// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one version of an HLS media playlist (RFC 8216). */
final class PlaylistReader {
  private static final Pattern URI_ATTRIBUTE = Pattern.compile("[:,]URI=\"([^\"]*)\"");
  private static final Pattern DURATION = Pattern.compile("[:,]DURATION=([0-9.]+)");

  private final References references;
  private final URI base;
  private final List<PublishedPlaylist.Segment> segments = new ArrayList<>();
  private final List<PublishedPlaylist.Segment> others = new ArrayList<>();
  private long sequence;
  private int target;
  private double seconds;
  private boolean gap;

  private PlaylistReader(References references, String path) {
    this.references = references;
    this.base = references.document(path);
  }

  /** Reads a version; empty if the text is no media playlist. */
  static Optional<PublishedPlaylist> read(
      References references, String path, String text, int version, Instant publishedAt) {
    if (!text.startsWith("#EXTM3U") || !text.contains("#EXTINF")) {
      return Optional.empty();
    }
    PlaylistReader reader = new PlaylistReader(references, path);
    text.lines().map(String::strip).forEach(reader::line);
    return Optional.of(
        new PublishedPlaylist(
            path,
            version,
            publishedAt,
            reader.sequence,
            reader.target,
            reader.segments,
            reader.others));
  }

  private void line(String line) {
    if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
      sequence = (long) number(line);
    } else if (line.startsWith("#EXT-X-TARGETDURATION:")) {
      target = (int) number(line);
    } else if (line.startsWith("#EXTINF:")) {
      seconds = number(line.split(",", 2)[0]);
    } else if (line.equals("#EXT-X-GAP")) {
      gap = true;
    } else if (line.startsWith("#EXT-X-MAP:") || line.startsWith("#EXT-X-PART:")) {
      other(line);
    } else if (!line.isEmpty() && line.charAt(0) != '#') {
      PublishedPlaylist.Segment listed = named(line, seconds);
      // What is said to be missing may be missing.
      segments.add(gap ? new PublishedPlaylist.Segment(listed.path(), seconds, true) : listed);
      gap = false;
    }
  }

  private void other(String line) {
    Matcher uri = URI_ATTRIBUTE.matcher(line);
    if (uri.find() && !line.contains("GAP=YES")) {
      Matcher duration = DURATION.matcher(line);
      others.add(named(uri.group(1), duration.find() ? number(":" + duration.group(1)) : 0));
    }
  }

  private static double number(String line) {
    try {
      return Double.parseDouble(line.substring(line.indexOf(':') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private PublishedPlaylist.Segment named(String reference, double duration) {
    References.Found found = references.find(base, reference);
    return new PublishedPlaylist.Segment(found.path(), duration, found.readable());
  }
}
