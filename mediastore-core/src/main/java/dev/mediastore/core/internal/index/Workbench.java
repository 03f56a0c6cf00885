// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

/**
 * What a change to the shape of a tree needs on the heap, about 40 KiB: shared by the trees of a
 * pool, so that thousands of small trees cost no more than their pages. Whoever changes a tree
 * holds the monitor of its bench; no two are ever held at once.
 */
final class Workbench {
  final EntryBatch batch;
  final byte[] separatorOfSplit;
  final byte[] separatorOfShared;
  final byte[] separatorOfJoined;
  final byte[] firstKey;
  final byte[] lastKey;

  Workbench(int pageBytes) {
    int maxKeyLength = ByteTree.maxKeyLength(pageBytes);
    this.batch = new EntryBatch(pageBytes);
    this.separatorOfSplit = new byte[maxKeyLength];
    this.separatorOfShared = new byte[maxKeyLength];
    this.separatorOfJoined = new byte[maxKeyLength];
    this.firstKey = new byte[maxKeyLength];
    this.lastKey = new byte[maxKeyLength];
  }
}
