// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.MediaStoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one version of an HLS media playlist (RFC 8216). Used once. */
final class PlaylistReader {
  private static final Pattern URI_ATTRIBUTE = Pattern.compile("[:,]URI=\"([^\"]*)\"");
  private static final Pattern DURATION = Pattern.compile("[:,]DURATION=([0-9.]+)");

  /** Under which an origin in this process is spoken to. */
  private static final Set<String> OWN_HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

  private static final String CONTAINERS = "/c/";

  private final String container;
  private final String path;
  private final int port;
  private final BiPredicate<String, String> readable;
  private final List<PublishedPlaylist.Segment> segments = new ArrayList<>();
  private final List<PublishedPlaylist.Segment> others = new ArrayList<>();
  private long sequence;
  private int target;
  private double seconds;
  private boolean gap;

  /**
   * @param container name of the playlist's container
   * @param path of the playlist
   * @param port of the origin
   * @param readable whether a container, by name, has an object; may throw what a bad path causes
   */
  PlaylistReader(String container, String path, int port, BiPredicate<String, String> readable) {
    this.container = container;
    this.path = path;
    this.port = port;
    this.readable = readable;
  }

  PublishedPlaylist read(String text, int version, Instant publishedAt) {
    text.lines().map(String::strip).forEach(this::line);
    return new PublishedPlaylist(path, version, publishedAt, sequence, target, segments, others);
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
    try {
      URI base =
          new URI("http", null, "127.0.0.1", port, CONTAINERS + container + '/' + path, null, null);
      URI address = base.resolve(reference);
      if (!OWN_HOSTS.contains(String.valueOf(address.getHost())) || address.getPort() != port) {
        return new PublishedPlaylist.Segment(reference, duration, true); // Not ours to say.
      }
      String[] parts = address.getPath().split("/", 4);
      boolean own = parts.length == 4 && address.getPath().startsWith(CONTAINERS);
      String resolved = own && parts[2].equals(container) ? parts[3] : reference;
      return new PublishedPlaylist.Segment(
          resolved, duration, own && readable.test(parts[2], parts[3]));
    } catch (IllegalArgumentException | MediaStoreException | URISyntaxException e) {
      return new PublishedPlaylist.Segment(reference, duration, false);
    }
  }
}
