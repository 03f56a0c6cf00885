// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.ArrayList;
import java.util.List;

/** The location of a version in memory: slab, first granule and granules of each piece. */
final class SlabLocation {
  private SlabLocation() {}

  static byte[] encode(List<Extent> pieces) {
    ByteWriter bytes = new ByteWriter();
    for (Extent piece : pieces) {
      bytes.putNumber(piece.slab().index());
      bytes.putNumber(piece.first());
      bytes.putNumber(piece.granules());
    }
    return bytes.toBytes();
  }

  static List<Extent> decode(SlabPool pool, byte[] location) {
    ByteReader bytes = new ByteReader(location, location.length);
    List<Extent> pieces = new ArrayList<>(1);
    while (bytes.hasMore()) {
      int slab = (int) bytes.number();
      int first = (int) bytes.number();
      int granules = (int) bytes.number();
      pieces.add(new Extent(pool.slab(slab), first, granules));
    }
    return pieces;
  }
}
