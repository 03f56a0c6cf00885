// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Judges the versions of manifests. Used once. */
final class ManifestChecks {
  /** What rounding in a manifest may cost. */
  private static final double TOLERANCE_SECONDS = 0.002;

  private final Function<String, List<String>> attempts;
  private final Map<String, List<String>> offeredIn = new LinkedHashMap<>();
  private final Map<String, Double> starts = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param attempts what became of the uploads of a path
   */
  ManifestChecks(Function<String, List<String>> attempts) {
    this.attempts = attempts;
  }

  /** What is wrong with these versions, oldest first, in sentences. */
  List<String> wrong(List<PublishedManifest> versions) {
    List<String> told = new ArrayList<>();
    versions.forEach(this::judge);
    offeredIn.forEach(
        (segment, manifests) ->
            told.add(
                "%s could not be read when it was offered in %s; its uploads: %s"
                    .formatted(segment, String.join(", ", manifests), attempts.apply(segment))));
    told.addAll(wrong);
    return told;
  }

  private void judge(PublishedManifest manifest) {
    if (manifest.problem() != null) {
      wrong.add(manifest + " could not be understood: " + manifest.problem());
    }
    Map<String, Double> begins = new LinkedHashMap<>();
    for (PublishedManifest.Representation representation : manifest.representations()) {
      List<PublishedManifest.Segment> media =
          representation.segments().stream().filter(one -> one.seconds() > 0).toList();
      for (PublishedManifest.Segment segment : representation.segments()) {
        if (!segment.readable()) {
          offeredIn
              .computeIfAbsent(segment.path(), path -> new ArrayList<>())
              .add(manifest.toString());
        }
      }
      gaps(manifest, representation.id(), media);
      if (!media.isEmpty()) {
        // Periods have representations of the same name one after the other.
        begins.merge(representation.id(), media.get(0).start(), Math::min);
      }
    }
    begins.forEach((id, start) -> start(manifest, id, start));
  }

  private void gaps(PublishedManifest manifest, String id, List<PublishedManifest.Segment> media) {
    for (int i = 1; i < media.size(); i++) {
      PublishedManifest.Segment before = media.get(i - 1);
      double end = before.start() + before.seconds();
      double start = media.get(i).start();
      if (Math.abs(start - end) > TOLERANCE_SECONDS) {
        wrong.add(
            String.format(
                Locale.ROOT,
                "%s has %s in representation %s: %s ends at %.3f s and %s begins at %.3f s",
                manifest,
                start > end ? "a gap" : "an overlap",
                id,
                before.path(),
                end,
                media.get(i).path(),
                start));
      }
    }
  }

  private void start(PublishedManifest manifest, String id, double start) {
    Double before = starts.put(manifest.path() + '\n' + id, start);
    if (before != null && start < before - TOLERANCE_SECONDS) {
      wrong.add(
          String.format(
              Locale.ROOT,
              "%s begins at %.3f s in representation %s after %.3f s in the version before",
              manifest,
              start,
              id,
              before));
    }
  }
}
