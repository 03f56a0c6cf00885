// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.util.List;

/** A stream the lab publishes: where its bytes come from and how they get into the container. */
interface Ladder {

  /** One object of the stream; never compared as a whole. */
  @SuppressWarnings("ArrayRecordComponent")
  record MediaFile(String path, String contentType, byte[] content) {}

  /** Path of the playlist that leads to everything else. */
  String playlist();

  /**
   * Publishes the stream, segments before the playlists that name them.
   *
   * @return what the container must hold now, byte for byte
   */
  List<MediaFile> publish(LabClient client) throws Exception;

  /** Whether the publisher cannot sign, so that the container must admit unsigned uploads. */
  boolean unsigned();
}
