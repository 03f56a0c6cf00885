// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the live edge has to know of an HLS playlist (RFC 8216 and its second edition): how far it
 * reaches and what it names. Immutable; reading takes time linear in the length of the text, and
 * what is not understood is skipped.
 *
 * @param nextSequence media sequence number of the first segment that is not complete in it
 * @param nextParts number of partial segments of that one that are there
 * @param targetSeconds target duration; 0 if there is none, as in a multivariant playlist
 * @param partSeconds target duration of partial segments; 0 without
 * @param ended whether nothing will be added
 * @param uris what it names, as written, in order; not what it only hints at
 */
record HlsPlaylist(
    long nextSequence,
    int nextParts,
    int targetSeconds,
    double partSeconds,
    boolean ended,
    List<String> uris) {
  private static final String HEADER = "#EXTM3U";

  /** Reads a text; null if it is no playlist. */
  static @Nullable HlsPlaylist parse(String text) {
    if (!text.startsWith(HEADER)) {
      return null;
    }
    Reader reader = new Reader();
    text.lines().forEach(reader::line);
    return reader.playlist();
  }

  /** Collects what the lines say. Used once. */
  private static final class Reader {
    private final List<String> uris = new ArrayList<>();
    private long sequence;
    private int parts;
    private int target;
    private double partTarget;
    private boolean ended;
    private boolean gap;

    void line(String raw) {
      String line = raw.strip();
      if (line.isEmpty()) {
        return;
      }
      if (line.charAt(0) != '#') {
        if (!gap) {
          uris.add(line);
        }
        gap = false;
        sequence++;
        parts = 0;
      } else if (line.startsWith("#EXT-X-")) {
        int colon = line.indexOf(':');
        tag(
            colon < 0 ? line : line.substring(0, colon),
            colon < 0 ? "" : line.substring(colon + 1));
      }
    }

    private void tag(String name, String value) {
      switch (name) {
        case "#EXT-X-MEDIA-SEQUENCE" -> sequence += (long) number(value);
        case "#EXT-X-TARGETDURATION" -> target = (int) Math.min(number(value), 86_400);
        case "#EXT-X-PART-INF" -> partTarget = number(attribute(value, "PART-TARGET"));
        case "#EXT-X-ENDLIST" -> ended = true;
        case "#EXT-X-GAP" -> gap = true;
        case "#EXT-X-PART" -> {
          parts++;
          if (!"YES".equals(attribute(value, "GAP"))) {
            name(value);
          }
        }
        case "#EXT-X-MAP", "#EXT-X-MEDIA", "#EXT-X-I-FRAME-STREAM-INF" -> name(value);
        default -> {
          // Says nothing about where the live edge is.
        }
      }
    }

    private void name(String attributes) {
      String uri = attribute(attributes, "URI");
      if (uri != null) {
        uris.add(uri);
      }
    }

    HlsPlaylist playlist() {
      return new HlsPlaylist(sequence, parts, target, partTarget, ended, List.copyOf(uris));
    }
  }

  private static double number(@Nullable String text) {
    try {
      double value = text == null ? 0 : Double.parseDouble(text.strip());
      return value >= 0 && value < 1e15 ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The value of an attribute, without quotation marks; commas may stand between those. */
  private static @Nullable String attribute(String list, String name) {
    int at = 0;
    while (at < list.length()) {
      int equals = list.indexOf('=', at);
      if (equals < 0) {
        return null;
      }
      boolean quoted = equals + 1 < list.length() && list.charAt(equals + 1) == '"';
      int from = quoted ? equals + 2 : equals + 1;
      int end = list.indexOf(quoted ? '"' : ',', from);
      int until = end < 0 ? list.length() : end;
      if (list.substring(at, equals).strip().equals(name)) {
        return list.substring(from, until);
      }
      int comma = list.indexOf(',', until);
      at = comma < 0 ? list.length() : comma + 1;
    }
    return null;
  }

  /**
   * Where a reference in the playlist leads in the same container.
   *
   * @param playlist path of the playlist
   * @param reference as written; only relative ones can be told to stay in the container
   * @return a path, or null if it leads elsewhere or nowhere
   */
  static @Nullable String resolve(String playlist, String reference) {
    try {
      URI uri = new URI(reference);
      String path = uri.getPath();
      if (uri.isAbsolute() || uri.getRawAuthority() != null || path == null || path.isEmpty()) {
        return null;
      }
      if (path.startsWith("/")) {
        return null;
      }
      String folder = playlist.substring(0, playlist.lastIndexOf('/') + 1);
      List<String> segments = new ArrayList<>();
      for (String segment : (folder + path).split("/", -1)) {
        if (segment.equals("..")) {
          if (segments.isEmpty()) {
            return null;
          }
          segments.remove(segments.size() - 1);
        } else if (!segment.equals(".")) {
          segments.add(segment);
        }
      }
      return String.join("/", segments);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
