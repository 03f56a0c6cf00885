// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreBuilder;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Everything that an origin notes of what arrives, until it is reset. Safe for any thread. */
final class Arrived {
  private static final Set<String> UPLOADS = Set.of("PUT", "POST");

  /** A message that lists more helps nobody. */
  private static final int MOST_REFUSED = 10;

  private final Uploads uploads = new Uploads();
  private final PublicationLog<PublishedPlaylist> playlists =
      new PublicationLog<>(".m3u8", PlaylistReader::read);
  private final PublicationLog<PublishedManifest> manifests =
      new PublicationLog<>(".mpd", ManifestReader::read);
  private final RequestJournal journal = new RequestJournal();

  /** Builds a store that tells this of its uploads. */
  MediaStore listened(MediaStoreBuilder builder) {
    // Playlists first: who waits for an upload may go on with the next listener.
    MediaStore store = builder.listener(playlists).listener(manifests).listener(uploads).build();
    playlists.store(store);
    manifests.store(store);
    return store;
  }

  /** Sets the port of the origin, so that absolute addresses of it are known as its own. */
  void port(int listening) {
    playlists.port(listening);
    manifests.port(listening);
  }

  Uploads uploads() {
    return uploads;
  }

  PublicationLog<PublishedPlaylist> playlists() {
    return playlists;
  }

  PublicationLog<PublishedManifest> manifests() {
    return manifests;
  }

  RequestJournal journal() {
    return journal;
  }

  /** How many uploads, playlists and manifests were forgotten because there were too many. */
  long forgotten() {
    return uploads.forgotten() + playlists.forgotten() + manifests.forgotten();
  }

  void forget() {
    uploads.forget();
    playlists.forget();
    manifests.forget();
    journal.forget();
  }

  /** What became of the uploads of a path, with their times. */
  List<String> attempts(String container, String path) {
    return journal.entries().stream()
        .filter(entry -> isUpload(entry, container) && path.equals(entry.path()))
        .map(Arrived::outcome)
        .toList();
  }

  /** What else became of matching uploads, to be put at the end of a message; empty if nothing. */
  String refused(String container, PathPattern pattern) {
    List<String> told = new ArrayList<>();
    for (JournalEntry entry : journal.entries()) {
      boolean good = entry.status() >= 200 && entry.status() < 300 && entry.complete();
      String path = entry.path();
      if (!good
          && path != null
          && isUpload(entry, container)
          && pattern.matches(ObjectPath.of(path))) {
        told.add(path + " " + outcome(entry));
      }
    }
    int more = told.size() - MOST_REFUSED;
    return told.isEmpty()
        ? ""
        : "; not stored were "
            + told.subList(0, Math.min(told.size(), MOST_REFUSED))
            + (more > 0 ? " and " + more + " more" : "");
  }

  private static boolean isUpload(JournalEntry entry, String container) {
    return container.equals(entry.container()) && UPLOADS.contains(entry.method());
  }

  private static String outcome(JournalEntry entry) {
    return entry.status()
        + (entry.error() == null ? "" : " " + entry.error())
        + " at "
        + entry.receivedAt()
        + (entry.fault() == null ? "" : " (fault: " + entry.fault() + ")");
  }
}
