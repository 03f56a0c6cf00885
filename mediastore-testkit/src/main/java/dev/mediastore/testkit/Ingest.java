// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What arrived in one container, and what is to be said about it. Safe for any thread; always up to
 * date.
 *
 * <p>A rendition is named by a pattern over paths, such as {@code hls/720p/*.ts}, in which {@code
 * *} stands for any run of characters. What fails says which objects, when, and what listed them.
 *
 * @since 0.1
 */
public final class Ingest {
  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)\\D*$");

  private final TestOrigin origin;
  private final String container;
  private final Arrived arrived;

  Ingest(TestOrigin origin, String container, Arrived arrived) {
    this.origin = origin;
    this.container = container;
    this.arrived = arrived;
  }

  /**
   * Every version of every HLS media playlist, oldest first.
   *
   * @return at most the newest 20,000 of the origin
   */
  public List<PublishedPlaylist> playlists() {
    return arrived.playlists().of(container);
  }

  /**
   * Every version of every DASH manifest, oldest first.
   *
   * @return at most the newest 20,000 of the origin
   */
  public List<PublishedManifest> manifests() {
    return arrived.manifests().of(container);
  }

  /**
   * How many uploads, playlists and manifests, of all containers, were forgotten because there were
   * too many.
   *
   * @return 0 unless there were more than 100,000 uploads or 20,000 playlists or manifests since
   *     the last reset
   */
  public long forgotten() {
    return arrived.forgotten();
  }

  /**
   * The completed uploads that match, oldest first, overwrites included.
   *
   * @param rendition pattern over paths
   * @return paths
   */
  public List<String> uploads(String rendition) {
    PathPattern pattern = PathPattern.wildcard(rendition);
    return arrived.uploads().paths(container).stream()
        .filter(path -> pattern.matches(ObjectPath.of(path)))
        .toList();
  }

  /**
   * Waits until so many different objects of a rendition are complete.
   *
   * @param rendition pattern over paths
   * @param nth which object, from 1, in order of completion
   * @param atMost how long to wait, in real time
   * @return its metadata
   * @throws AssertionError if it did not arrive; the message lists what did, and what was refused
   * @throws InterruptedException if the waiting thread was interrupted
   */
  public ObjectMetadata awaitSegment(String rendition, int nth, Duration atMost)
      throws InterruptedException {
    if (nth < 1) {
      throw new IllegalArgumentException("nth must be at least 1, was " + nth);
    }
    return arrived
        .uploads()
        .await(
            () ->
                uploads(rendition).stream()
                    .distinct()
                    .skip(nth - 1L)
                    .findFirst()
                    .flatMap(path -> origin.container(container).head(ObjectPath.of(path))),
            atMost)
        .orElseThrow(
            () ->
                new AssertionError(
                    "segment %d of %s did not arrive in container %s within %s; uploaded were %s%s"
                        .formatted(
                            nth,
                            rendition,
                            container,
                            atMost,
                            uploads(rendition),
                            arrived.refused(container, PathPattern.wildcard(rendition)))));
  }

  /**
   * Fails unless the first completions of these objects came in this order.
   *
   * @param paths two or more
   * @throws AssertionError that names what came too early or not at all
   */
  public void assertUploadsInOrder(String... paths) {
    if (paths.length < 2) {
      throw new IllegalArgumentException("an order is of two paths or more");
    }
    List<String> all = arrived.uploads().paths(container);
    int before = -1;
    for (String path : paths) {
      int at = all.indexOf(path);
      if (at < 0) {
        throw new AssertionError(path + " was not uploaded; uploaded were " + all);
      }
      if (at < before) {
        throw new AssertionError(path + " came before " + all.get(before) + " in " + all);
      }
      before = at;
    }
  }

  /**
   * Fails if the last numbers in the names of a rendition's objects leave one out, between the
   * least and the greatest.
   *
   * @param rendition pattern over paths
   * @throws AssertionError that names the numbers left out, and the objects around them
   */
  public void assertNoGaps(String rendition) {
    TreeMap<BigInteger, String> numbered = new TreeMap<>();
    for (String path : uploads(rendition)) {
      Matcher number = LAST_NUMBER.matcher(path);
      if (number.find()) {
        numbered.put(new BigInteger(number.group(1)), path);
      }
    }
    List<String> gaps = new ArrayList<>();
    for (Map.Entry<BigInteger, String> one : numbered.entrySet()) {
      Map.Entry<BigInteger, String> next = numbered.higherEntry(one.getKey());
      if (next != null && !next.getKey().equals(one.getKey().add(BigInteger.ONE))) {
        gaps.add(
            "%s, between %s and %s"
                .formatted(
                    numbers(
                        one.getKey().add(BigInteger.ONE), next.getKey().subtract(BigInteger.ONE)),
                    one.getValue(),
                    next.getValue()));
      }
    }
    if (numbered.isEmpty() || !gaps.isEmpty()) {
      throw new AssertionError(
          numbered.isEmpty()
              ? "nothing with a number was uploaded to " + rendition
              : "missing in " + rendition + ": " + String.join("; ", gaps));
    }
  }

  private static String numbers(BigInteger first, BigInteger last) {
    return first.equals(last) ? first.toString() : first + " to " + last;
  }

  /**
   * Fails unless every HLS media playlist was fit to be played when it was published: every
   * segment, partial segment, initialization section and key that it names could be read, byte
   * ranges to their ends; no segment is longer than the target duration, rounded, and no part than
   * the part target, from which players hold back twice as long at least. And unless each version
   * goes on from the one before: the media sequence never went back, a segment kept its number and,
   * where they are counted, the number of discontinuities before it, and nothing followed the end.
   *
   * <p>What is not called {@code *.m3u8} is not taken for a playlist. Master playlists are not
   * judged, since many encoders publish them before their renditions; nor are preload hints, which
   * name what is yet to come, and what lies on other servers.
   *
   * @throws AssertionError that names each segment at fault, what became of its uploads, and every
   *     playlist that listed it; or says that no playlist was published
   */
  public void assertPlaylistsConsistent() {
    List<String> wrong =
        new PlaylistChecks(this::attempts).wrong(some(playlists(), "playlist (.m3u8)"));
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "playlists of container " + container + ":\n  " + String.join("\n  ", wrong));
    }
  }

  /** Nothing to judge is no ingest that is fit to be played. */
  private <T> List<T> some(List<T> published, String what) {
    if (published.isEmpty()) {
      throw new AssertionError(
          "no %s was published to container %s; uploaded were %s%s"
              .formatted(
                  what,
                  container,
                  arrived.uploads().paths(container),
                  arrived.refused(container, PathPattern.wildcard("*"))));
    }
    return published;
  }

  /**
   * Fails unless every DASH manifest was fit to be played when it was published: every segment that
   * it offers at that moment could be read, by number as well as by timeline; no representation has
   * a gap or goes back; and it could be understood.
   *
   * <p>What is not called {@code *.mpd} is not taken for a manifest. Without a timeline a live
   * manifest offers what its duration, availability start and offset say at the time of its upload,
   * by the origin's clock.
   *
   * @throws AssertionError that names each segment at fault, what became of its uploads, and every
   *     manifest that offered it; or says that no manifest was published
   */
  public void assertManifestsConsistent() {
    List<String> wrong =
        new ManifestChecks(this::attempts).wrong(some(manifests(), "manifest (.mpd)"));
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "manifests of container " + container + ":\n  " + String.join("\n  ", wrong));
    }
  }

  private List<String> attempts(String path) {
    return arrived.attempts(container, path);
  }

  /**
   * Fails if an object of a rendition was completed later after the one before than allowed.
   *
   * @param rendition pattern over paths
   * @param atMost time between two completions, by the origin's clock
   * @throws AssertionError that names the late ones with their times, or says that nothing matches
   */
  public void assertNoLateSegments(String rendition, Duration atMost) {
    PathPattern pattern = PathPattern.wildcard(rendition);
    List<String> late = new ArrayList<>();
    Uploads.Completed before = null;
    for (Uploads.Completed upload : arrived.uploads().completed(container)) {
      if (pattern.matches(ObjectPath.of(upload.path()))) {
        Instant due = before == null ? Instant.MAX : before.at().plus(atMost);
        if (before != null && upload.at().isAfter(due)) {
          late.add(
              "%s at %s, %s after %s"
                  .formatted(
                      upload.path(),
                      upload.at(),
                      Duration.between(before.at(), upload.at()),
                      before.path()));
        }
        before = upload;
      }
    }
    if (before == null || !late.isEmpty()) {
      throw new AssertionError(
          before == null
              ? "nothing was uploaded to " + rendition
              : "late in " + rendition + ": " + String.join("; ", late));
    }
  }

  /**
   * Fails unless an object has exactly these bytes.
   *
   * @param path path of the object
   * @param expected its bytes
   * @throws AssertionError that says where they differ first
   */
  public void assertBytes(String path, byte[] expected) {
    byte[] stored = origin.bytes(container, path);
    int at = Arrays.mismatch(expected, stored);
    if (at >= 0) {
      throw new AssertionError(
          "%s has %d bytes of %d expected, different from byte %d on"
              .formatted(path, stored.length, expected.length, at));
    }
  }

  /**
   * Fails unless every object that matches was stored with a media type.
   *
   * @param rendition pattern over paths
   * @param contentType as stored
   * @throws AssertionError that names the others with theirs, or says that nothing matches
   */
  public void assertContentType(String rendition, String contentType) {
    Map<String, String> others = new LinkedHashMap<>();
    List<String> paths = uploads(rendition);
    for (String path : paths) {
      String stored =
          origin
              .container(container)
              .head(ObjectPath.of(path))
              .map(object -> String.valueOf(object.contentType()))
              .orElse("gone");
      if (!stored.equals(contentType) && !stored.equals("gone")) {
        others.put(path, stored);
      }
    }
    if (paths.isEmpty() || !others.isEmpty()) {
      throw new AssertionError(
          paths.isEmpty()
              ? "nothing was uploaded to " + rendition
              : "not " + contentType + ": " + others);
    }
  }
}
