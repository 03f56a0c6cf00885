// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.internal.files.StoreFolder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log files that were emptied, kept under another name until a new one is written over them. Safe
 * for any thread.
 *
 * <p>A file system that gives blocks to a growing file has to make that durable too with each sync;
 * one that writes over blocks it has only has to write. That halves the time of a durable write.
 *
 * <p>A spare holds what is needed no more, and nothing of it is ever taken for anything else: its
 * name says so, and later its generation, to which every checksum is bound. Nobody writes to it
 * before the folder has durably forgotten its former name.
 */
final class SpareFiles {
  /** How many are kept; the space of a store is bounded by that too. */
  static final int MOST = 2;

  private static final Logger LOG = LoggerFactory.getLogger(SpareFiles.class);
  private static final Pattern NAME = Pattern.compile("spare-\\d{10}");

  private final StoreFolder folder;
  private final int fileBytes;

  /** Those whose former name may come back with a crash. */
  private final List<String> named = new ArrayList<>();

  private final Deque<String> ready = new ArrayDeque<>();

  /**
   * Begins without any.
   *
   * @param folder where they are
   * @param fileBytes length of those worth keeping
   */
  SpareFiles(StoreFolder folder, int fileBytes) {
    this.folder = folder;
    this.fileBytes = fileBytes;
  }

  static boolean isSpare(String name) {
    return NAME.matcher(name).matches();
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "spare-%010d", number);
  }

  private boolean wantsMore() {
    return ready.size() + named.size() < MOST;
  }

  /**
   * Takes note of one that was there at the start, whatever its length.
   *
   * @return false if it is not wanted
   */
  synchronized boolean found(String name) {
    return wantsMore() && named.add(name);
  }

  /**
   * Renames a file that nobody reads any more.
   *
   * @return false if it is not wanted or that failed
   */
  synchronized boolean keep(LogFile retired) {
    if (retired.map().capacity() != fileBytes || !wantsMore()) {
      return false;
    }
    String name = name(retired.number());
    try {
      folder.rename(retired.name(), name);
    } catch (IOException e) {
      LOG.debug("Could not keep {}", retired, e);
      return false;
    }
    return named.add(name);
  }

  /**
   * Syncs the folder, after which those that were named before can be used. If that fails they are
   * left alone: what another sync says of them would prove nothing.
   */
  void syncFolder() throws IOException {
    List<String> synced;
    synchronized (this) {
      synced = List.copyOf(named);
    }
    boolean done = false;
    try {
      folder.sync();
      done = true;
    } finally {
      settle(synced, done);
    }
  }

  private synchronized void settle(List<String> synced, boolean usable) {
    for (String name : synced) {
      if (named.remove(name) && usable) {
        ready.add(name);
      }
    }
  }

  /** Hands out one to be written over; null if there is none. */
  synchronized @Nullable String take() {
    return ready.poll();
  }

  /** Deletes those that could be used, for want of room; false if there was none. */
  synchronized boolean drop() {
    boolean dropped = false;
    for (String name = ready.poll(); name != null; name = ready.poll()) {
      dropped |= delete(name);
    }
    return dropped;
  }

  /** Deletes one that cannot be used. */
  boolean delete(String name) {
    try {
      folder.delete(name);
      return true;
    } catch (IOException e) {
      LOG.warn("Could not delete {}", name, e);
      return false;
    }
  }
}
