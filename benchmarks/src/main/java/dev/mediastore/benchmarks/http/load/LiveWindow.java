// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A live event: eight renditions with a window of thirty segments each. Of a hundred decisions
 * ninety-five read a segment of the window or a playlist, and five put the next segment, then the
 * playlist, and delete the segment that left the window long ago. Shared by all connections of one
 * load.
 */
public final class LiveWindow {
  private static final int RENDITIONS = 8;
  private static final int WINDOW = 30;
  private static final int KEPT = 2 * WINDOW;

  /** Names are used again after so many; more than are ever kept at a time. */
  private static final int RING = 4 * WINDOW;

  private static final int PLAYLIST_BYTES = 2048;

  private final SplittableRandom random = new SplittableRandom(7);
  private final Rendition[] renditions = new Rendition[RENDITIONS];

  /** Makes the requests of the event. */
  public LiveWindow(Requests requests, Bodies bodies, int segmentBytes) {
    for (int r = 0; r < RENDITIONS; r++) {
      String folder = "live/r" + r + "/";
      ByteBuffer playlist = bodies.body(r, PLAYLIST_BYTES);
      Rendition rendition =
          new Rendition(
              requests.get(folder + "index.m3u8", playlist),
              requests.put(folder + "index.m3u8", playlist));
      for (int s = 0; s < RING; s++) {
        String name = folder + "seg" + s + ".m4s";
        ByteBuffer segment = bodies.body(r * RING + s, segmentBytes);
        rendition.gets.add(requests.get(name, segment));
        rendition.puts.add(requests.put(name, segment));
        rendition.deletes.add(requests.delete(name));
      }
      renditions[r] = rendition;
    }
  }

  /** What has to be there before the load begins: a full window, and what left it. */
  public List<Request> beginning() {
    List<Request> uploads = new ArrayList<>();
    for (Rendition rendition : renditions) {
      for (int i = 0; i < KEPT; i++) {
        int segment = rendition.started++;
        uploads.add(rendition.puts.get(segment));
        rendition.done[segment] = true;
      }
      rendition.advance();
      uploads.add(rendition.putPlaylist);
    }
    return uploads;
  }

  /** What one connection does. */
  public Traffic connection() {
    return new Connection();
  }

  /** One rendition: segments are numbered without end and named around a ring. */
  private static final class Rendition {
    private final Request playlist;
    private final Request putPlaylist;
    private final List<Request> gets = new ArrayList<>();
    private final List<Request> puts = new ArrayList<>();
    private final List<Request> deletes = new ArrayList<>();
    private final boolean[] done = new boolean[RING];
    private int started;
    private int published;

    Rendition(Request playlist, Request putPlaylist) {
      this.playlist = playlist;
      this.putPlaylist = putPlaylist;
    }

    void advance() {
      while (done[published % RING]) {
        done[published % RING] = false;
        published++;
      }
    }

    @Override
    public String toString() {
      return "Rendition[" + published + " of " + started + ", " + Arrays.toString(done) + ']';
    }
  }

  private final class Connection implements Traffic {
    private final Deque<Request> planned = new ArrayDeque<>();
    private Rendition uploading = renditions[0];
    private int segment;

    @Override
    public Request next() {
      Request next = planned.poll();
      if (next != null) {
        return next;
      }
      Rendition rendition = renditions[random.nextInt(RENDITIONS)];
      boolean room = rendition.started - rendition.published < WINDOW;
      if (random.nextInt(100) < 5 && room) {
        return upload(rendition);
      }
      if (random.nextBoolean()) {
        return rendition.playlist;
      }
      int back = 1 + random.nextInt(WINDOW);
      return rendition.gets.get((rendition.published - back) % RING);
    }

    private Request upload(Rendition rendition) {
      uploading = rendition;
      segment = rendition.started++;
      planned.add(rendition.putPlaylist);
      planned.add(rendition.deletes.get((segment - KEPT) % RING));
      return rendition.puts.get(segment % RING);
    }

    @Override
    public void done(Request request) {
      if (planned.size() == 2) { // What follows the segment is still to come.
        uploading.done[segment % RING] = true;
        uploading.advance();
      }
    }
  }
}
