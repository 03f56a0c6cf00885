// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one version of an HLS media playlist (RFC 8216). */
final class PlaylistReader {
  private static final Pattern URI_ATTRIBUTE = Pattern.compile("[:,]URI=\"([^\"]*)\"");
  private static final Pattern DURATION = Pattern.compile("[:,]DURATION=([0-9.]+)");
  private static final Pattern PART_TARGET = Pattern.compile("[:,]PART-TARGET=([0-9.]+)");
  private static final Pattern PART_HOLD_BACK = Pattern.compile("[:,]PART-HOLD-BACK=([0-9.]+)");
  private static final Pattern BYTE_RANGE = Pattern.compile("[:,]BYTERANGE=\"([^\"]*)\"");

  /** Tags that name something that a player needs; hints name what is yet to come. */
  private static final List<String> NAMING = List.of("#EXT-X-MAP:", "#EXT-X-PART:", "#EXT-X-KEY:");

  private final References references;
  private final URI base;
  private final List<PublishedPlaylist.Segment> segments = new ArrayList<>();
  private final List<PublishedPlaylist.Segment> others = new ArrayList<>();

  /** Where the latest byte range of each object ended, by the tag that named it. */
  private final Map<String, Long> ends = new HashMap<>();

  private long sequence;
  private int target;
  private boolean ended;
  private long discontinuitySequence;
  private boolean discontinuity;
  private final List<Long> discontinuities = new ArrayList<>();
  private double partTarget;
  private double partHoldBack;
  private double seconds;
  private String range = "";
  private boolean gap;

  private PlaylistReader(References references, String path) {
    this.references = references;
    this.base = references.document(path);
  }

  /** Reads a version; empty if the text is no media playlist. */
  static Optional<PublishedPlaylist> read(
      References references, String path, String text, int version, Instant publishedAt) {
    boolean media = text.contains("#EXTINF") || text.contains("#EXT-X-TARGETDURATION");
    if (!text.startsWith("#EXTM3U") || !media) {
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
            reader.others,
            reader.ended,
            reader.discontinuitySequence,
            reader.discontinuities,
            reader.partTarget,
            reader.partHoldBack));
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
    } else if (line.startsWith("#EXT-X-BYTERANGE:")) {
      range = line.substring(line.indexOf(':') + 1);
    } else if (line.equals("#EXT-X-DISCONTINUITY")) {
      discontinuity = true;
    } else if (line.startsWith("#EXT-X-DISCONTINUITY-SEQUENCE:")) {
      discontinuitySequence = (long) number(line);
    } else if (line.equals("#EXT-X-ENDLIST")) {
      ended = true;
    } else if (line.startsWith("#EXT-X-PART-INF:")) {
      partTarget = seconds(PART_TARGET, line);
    } else if (line.startsWith("#EXT-X-SERVER-CONTROL:")) {
      partHoldBack = seconds(PART_HOLD_BACK, line);
    } else if (NAMING.stream().anyMatch(line::startsWith)) {
      other(line);
    } else if (!line.isEmpty() && line.charAt(0) != '#') {
      segment(line);
    }
  }

  private static double seconds(Pattern attribute, String line) {
    Matcher found = attribute.matcher(line);
    return found.find() ? number(":" + found.group(1)) : 0;
  }

  private void segment(String reference) {
    if (discontinuity) {
      discontinuities.add(sequence + segments.size());
    }
    discontinuity = false;
    PublishedPlaylist.Segment listed = named(reference, seconds, end("", reference, range));
    // What is said to be missing may be missing.
    segments.add(
        gap ? new PublishedPlaylist.Segment(listed.path(), seconds, listed.end(), true) : listed);
    gap = false;
    range = "";
  }

  private void other(String line) {
    Matcher uri = URI_ATTRIBUTE.matcher(line);
    if (uri.find() && !line.contains("GAP=YES")) {
      Matcher part = BYTE_RANGE.matcher(line);
      String tag = line.substring(0, line.indexOf(':'));
      others.add(
          named(
              uri.group(1),
              seconds(DURATION, line),
              end(tag, uri.group(1), part.find() ? part.group(1) : "")));
    }
  }

  /** How many bytes an object has to have for a range of it; without an offset it goes on. */
  private long end(String tag, String reference, String lengthAndOffset) {
    if (lengthAndOffset.isEmpty()) {
      return 0;
    }
    String[] parts = lengthAndOffset.split("@", 2);
    String key = tag + ' ' + reference;
    long offset = parts.length == 2 ? (long) number(":" + parts[1]) : ends.getOrDefault(key, 0L);
    long end = offset + (long) number(":" + parts[0]);
    ends.put(key, end);
    return end;
  }

  private static double number(String line) {
    try {
      return Double.parseDouble(line.substring(line.indexOf(':') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private PublishedPlaylist.Segment named(String reference, double duration, long end) {
    References.Found found = references.find(base, reference, end);
    return new PublishedPlaylist.Segment(found.path(), duration, end, found.readable());
  }
}
