// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The latest uploads of the latest renditions. A rendition is what is left of a path when the
 * number at the end of its name, before the extension, is taken out. Bounded, whatever paths come;
 * safe for any thread.
 */
final class Timeline {
  /** Of all containers; those without an upload for longest go first. */
  static final int MOST_RENDITIONS = 64;

  /** Of a rendition. */
  static final int MOST_UPLOADS = 240;

  private static final Pattern LAST_NUMBER = Pattern.compile("\\d{1,15}$");
  private static final int LONGEST_NAME = 256;

  /**
   * One upload. Immutable.
   *
   * @param path of the object
   * @param number at the end of its name, or -1
   * @param begun when its head arrived
   * @param ended when it was answered
   * @param bytes of its body
   * @param status of the answer; 0 if the client left
   */
  record Upload(String path, long number, Instant begun, Instant ended, long bytes, int status) {}

  /**
   * The uploads of one rendition. Immutable.
   *
   * @param name the path, its number written as {@code #}
   * @param uploads oldest first
   */
  record Rendition(String name, List<Upload> uploads) {}

  private record Key(String container, String rendition) {}

  private final Map<Key, Deque<Upload>> renditions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Deque<Upload>> eldest) {
          return size() > MOST_RENDITIONS;
        }
      };

  synchronized void add(
      String container, String path, Instant begun, Instant ended, long bytes, int status) {
    String name = path.length() > LONGEST_NAME ? path.substring(0, LONGEST_NAME) : path;
    int dot = name.lastIndexOf('.');
    String stem = dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
    Matcher last = LAST_NUMBER.matcher(stem);
    boolean numbered = last.find();
    String rendition =
        numbered ? stem.substring(0, last.start()) + '#' + name.substring(stem.length()) : name;
    long number = numbered ? Long.parseLong(last.group()) : -1;
    Deque<Upload> uploads =
        renditions.computeIfAbsent(new Key(container, rendition), key -> new ArrayDeque<>());
    if (uploads.size() == MOST_UPLOADS) {
      uploads.removeFirst();
    }
    uploads.addLast(new Upload(name, number, begun, ended, bytes, status));
  }

  /** The renditions of a container by name. */
  synchronized List<Rendition> of(String container) {
    List<Rendition> found = new ArrayList<>();
    renditions.forEach(
        (key, uploads) -> {
          if (key.container().equals(container)) {
            found.add(new Rendition(key.rendition(), List.copyOf(uploads)));
          }
        });
    found.sort((one, other) -> one.name().compareTo(other.name()));
    return found;
  }
}
