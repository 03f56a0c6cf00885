// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request for a playlist that contains a certain segment or part (the blocking reload of
 * Low-Latency HLS, {@code _HLS_msn} and {@code _HLS_part}). Used by one thread at a time.
 */
final class PlaylistReload {
  private static final int MAX_DIGITS = 15;

  /** Longer ones are served as they are. */
  private static final int MAX_PLAYLIST_BYTES = 1 << 20;

  /** Nobody needs to ask further ahead: that is a mistake, and would only fill the waiting room. */
  private static final int SEGMENTS_AHEAD = 2;

  private static final int SECONDS_AHEAD_IN_PARTS = 3;
  private static final int TARGETS_TO_WAIT = 3;
  private static final int TARGETS_TO_CACHE = 6;

  private final long sequence;
  private final int part;
  private int targetSeconds;

  private PlaylistReload(long sequence, int part) {
    this.sequence = sequence;
    this.part = part;
  }

  /**
   * What a query asks for; null if it asks for the playlist as it is.
   *
   * @throws ServiceException if it asks for what no playlist can contain
   */
  static @Nullable PlaylistReload of(QueryString query) {
    String sequence = query.value("_HLS_msn");
    String part = query.value("_HLS_part");
    if (sequence == null) {
      if (part != null) {
        throw invalid("_HLS_part needs _HLS_msn.");
      }
      return null;
    }
    long parts = part == null ? -1 : number("_HLS_part", part);
    return new PlaylistReload(
        number("_HLS_msn", sequence), (int) Math.min(parts, Integer.MAX_VALUE));
  }

  private static long number(String name, String digits) {
    if (!Ascii.isNumber(digits) || digits.length() > MAX_DIGITS) {
      throw invalid(name + " must be a number.");
    }
    return Long.parseLong(digits);
  }

  /**
   * Whether this version of the playlist is what is asked for.
   *
   * @throws ServiceException if it will not be for a long time
   */
  boolean isIn(ObjectLease lease) {
    long length = lease.availableBytes();
    if (lease.state() != LeaseState.COMPLETE || length > MAX_PLAYLIST_BYTES) {
      return true;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    while (bytes.hasRemaining()) {
      if (lease.read(bytes.position(), bytes) < 0) {
        break;
      }
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    HlsPlaylist playlist = HlsPlaylist.parse(text);
    return playlist == null || playlist.targetSeconds() == 0 || isIn(playlist);
  }

  private boolean isIn(HlsPlaylist playlist) {
    targetSeconds = playlist.targetSeconds();
    long next = playlist.nextSequence();
    if (playlist.ended() || sequence < next) {
      return true;
    }
    boolean inProgress = part >= 0 && sequence == next;
    if (inProgress && part < playlist.nextParts()) {
      return true;
    }
    if (sequence > next - 1 + SEGMENTS_AHEAD
        || (inProgress && part > playlist.nextParts() + partsAhead(playlist))) {
      throw invalid("The playlist is not near what _HLS_msn and _HLS_part ask for.");
    }
    return false;
  }

  private static int partsAhead(HlsPlaylist playlist) {
    double seconds = playlist.partSeconds();
    return seconds <= 0 || seconds >= 1
        ? SECONDS_AHEAD_IN_PARTS
        : (int) Math.min(1000, Math.ceil(SECONDS_AHEAD_IN_PARTS / seconds));
  }

  /** How long to wait for it, by the playlist that was looked at last. */
  Duration patience() {
    return Duration.ofSeconds((long) TARGETS_TO_WAIT * Math.max(1, targetSeconds));
  }

  /** How an answer may be cached: each address asks for one state of the playlist. */
  String cacheControl() {
    return "max-age=" + (long) TARGETS_TO_CACHE * Math.max(1, targetSeconds);
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(ServiceError.VALIDATION, message);
  }
}
