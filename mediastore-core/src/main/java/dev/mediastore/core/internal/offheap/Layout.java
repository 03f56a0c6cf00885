// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.List;

/**
 * Where the bytes of an object lie: its pieces in order. Immutable.
 *
 * <pre>
 *   position  0          ends[0]              ends[1] = room
 *             | piece 0    | piece 1            |
 *             slab 0, granule 17   slab 1, granule 0
 * </pre>
 */
final class Layout {
  private final List<Extent> pieces;
  private final long[] ends;
  private final int granuleBytes;

  Layout(List<Extent> pieces, int granuleBytes) {
    this.pieces = List.copyOf(pieces);
    this.granuleBytes = granuleBytes;
    this.ends = new long[pieces.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += (long) this.pieces.get(i).granules() * granuleBytes;
      ends[i] = end;
    }
  }

  List<Extent> pieces() {
    return pieces;
  }

  /** Returns how many bytes fit. */
  long room() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** Returns the index of the piece that holds a position below the room. */
  int pieceAt(long position) {
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (position < ends[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  Slab slab(int piece) {
    return pieces.get(piece).slab();
  }

  /** Returns where in the slab of its piece a position lies. */
  int offset(int piece, long position) {
    long start = piece == 0 ? 0 : ends[piece - 1];
    return pieces.get(piece).first() * granuleBytes + (int) (position - start);
  }

  /** Returns how many bytes from a position on lie in its piece, at most up to an end. */
  int run(int piece, long position, long end) {
    return (int) (Math.min(end, ends[piece]) - position);
  }
}
