// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The small ladder that comes with the project; its index is in {@code ladder.index}. Immutable.
 */
final class BundledLadder implements Ladder {
  private static final String FOLDER = "/ladder/";

  private final List<MediaFile> files;

  private BundledLadder(List<MediaFile> files) {
    this.files = List.copyOf(files);
  }

  static BundledLadder load() throws Exception {
    List<MediaFile> files = new ArrayList<>();
    String index = new String(read("ladder.index"), StandardCharsets.UTF_8);
    for (String line : index.lines().filter(text -> !text.startsWith("#")).toList()) {
      List<String> columns = List.of(line.split(" ", 4));
      int bytes = Integer.parseInt(columns.get(1));
      files.add(checked(columns.get(0), bytes, columns.get(2), columns.get(3)));
    }
    return new BundledLadder(files);
  }

  /**
   * Reads a file and holds it against the index: a damaged check-out must not look like a defect.
   */
  private static MediaFile checked(String path, int bytes, String sha256, String contentType)
      throws Exception {
    byte[] content = read(path);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    if (content.length != bytes || !HexFormat.of().formatHex(digest).equals(sha256)) {
      throw new LabFailure("the bundled file " + path + " is not what its index says");
    }
    return new MediaFile(path, contentType, content);
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream content = BundledLadder.class.getResourceAsStream(FOLDER + name)) {
      if (content == null) {
        throw new FileNotFoundException(FOLDER + name);
      }
      return content.readAllBytes();
    }
  }

  @Override
  public String playlist() {
    return "hls/playlist.m3u8";
  }

  @Override
  public boolean unsigned() {
    return false;
  }

  @Override
  public List<MediaFile> publish(LabClient client) throws Exception {
    for (MediaFile file : files) {
      client.putObject(file);
    }
    return files;
  }
}
