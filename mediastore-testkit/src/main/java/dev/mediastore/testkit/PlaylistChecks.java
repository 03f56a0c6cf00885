// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Judges the versions of media playlists, each by itself and beside the one before (RFC 8216
 * section 6.2, and for parts its successor). Used once.
 */
final class PlaylistChecks {
  /** What rounding in a playlist may cost. */
  private static final double TOLERANCE_SECONDS = 0.002;

  private final Function<String, List<String>> attempts;
  private final Map<PublishedPlaylist.Segment, List<String>> listedIn = new LinkedHashMap<>();
  private final Map<String, PublishedPlaylist> latest = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param attempts what became of the uploads of a path
   */
  PlaylistChecks(Function<String, List<String>> attempts) {
    this.attempts = attempts;
  }

  /** What is wrong with these versions, oldest first, in sentences. */
  List<String> wrong(List<PublishedPlaylist> versions) {
    for (PublishedPlaylist playlist : versions) {
      playlist.others().forEach(named -> readable(playlist, named));
      playlist.segments().forEach(named -> readable(playlist, named));
      PublishedPlaylist before = latest.put(playlist.path(), playlist);
      if (before != null) {
        sequence(playlist, before);
      }
      lengths(playlist);
      parts(playlist);
    }
    List<String> told = new ArrayList<>();
    listedIn.forEach(
        (segment, lists) ->
            told.add(
                "%s could not be read when it was listed in %s; its uploads: %s"
                    .formatted(segment, String.join(", ", lists), attempts.apply(segment.path()))));
    told.addAll(wrong);
    return told;
  }

  private void readable(PublishedPlaylist playlist, PublishedPlaylist.Segment named) {
    if (!named.readable()) {
      // The same object is told of once, however long playlists say that it lasts.
      PublishedPlaylist.Segment missing =
          new PublishedPlaylist.Segment(named.path(), 0, named.end(), false);
      listedIn.computeIfAbsent(missing, key -> new ArrayList<>()).add(playlist.toString());
    }
  }

  private void sequence(PublishedPlaylist playlist, PublishedPlaylist before) {
    if (playlist.mediaSequence() < before.mediaSequence()) {
      wrong.add(
          "%s begins with media sequence %d after %d in version %d"
              .formatted(
                  playlist, playlist.mediaSequence(), before.mediaSequence(), before.version()));
      return;
    }
    boolean more = playlist.endSequence() > before.endSequence();
    if (before.ended() && (more || !playlist.ended())) {
      wrong.add(
          "%s goes on after version %d was said to be the end"
              .formatted(playlist, before.version()));
    }
    long end = Math.min(before.endSequence(), playlist.endSequence());
    for (long number = playlist.mediaSequence(); number < end; number++) {
      if (!same(playlist, before, number)) {
        return; // All that follow are as wrong.
      }
    }
  }

  /** A segment keeps its number, and the number of discontinuities before it. */
  private boolean same(PublishedPlaylist playlist, PublishedPlaylist before, long number) {
    PublishedPlaylist.Segment now = playlist.segment(number);
    PublishedPlaylist.Segment then = before.segment(number);
    if (!now.path().equals(then.path()) || now.end() != then.end()) {
      wrong.add(
          "%s lists %s as segment %d, which was %s in version %d"
              .formatted(playlist, now, number, then, before.version()));
      return false;
    }
    boolean counted = playlist.discontinuitySequence() > 0 || before.discontinuitySequence() > 0;
    long countNow = playlist.discontinuitiesUpTo(number);
    long countThen = before.discontinuitiesUpTo(number);
    if (counted && countNow != countThen) {
      wrong.add(
          "%s counts %d discontinuities up to segment %d, which were %d in version %d"
              .formatted(playlist, countNow, number, countThen, before.version()));
      return false;
    }
    return true;
  }

  private void lengths(PublishedPlaylist playlist) {
    if (playlist.targetSeconds() == 0) {
      wrong.add("%s has no target duration".formatted(playlist));
      return;
    }
    for (PublishedPlaylist.Segment segment : playlist.segments()) {
      if (Math.round(segment.seconds()) > playlist.targetSeconds()) {
        wrong.add(
            "%s lists %s of %s s beyond its target duration of %d s"
                .formatted(playlist, segment.path(), segment.seconds(), playlist.targetSeconds()));
      }
    }
  }

  private void parts(PublishedPlaylist playlist) {
    double target = playlist.partTargetSeconds();
    List<PublishedPlaylist.Segment> parts =
        playlist.others().stream().filter(other -> other.seconds() > 0).toList();
    if (target == 0) {
      if (!parts.isEmpty()) {
        wrong.add("%s lists parts and has no part target".formatted(playlist));
      }
      return;
    }
    for (PublishedPlaylist.Segment part : parts) {
      if (part.seconds() > target + TOLERANCE_SECONDS) {
        wrong.add(
            "%s lists part %s of %s s beyond its part target of %s s"
                .formatted(playlist, part, part.seconds(), target));
      }
    }
    if (playlist.partHoldBackSeconds() + TOLERANCE_SECONDS < 2 * target) {
      wrong.add(
          "%s has a part hold-back of %s s, less than twice its part target of %s s"
              .formatted(playlist, playlist.partHoldBackSeconds(), target));
    }
  }
}
