// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A test picture and tone that ffmpeg encodes in real time and pushes while it encodes. The same
 * encoder writes a second copy to a folder, which is what the container is compared with.
 */
final class FfmpegLadder implements Ladder {
  private static final String FOLDER = "hls/";
  private static final String HLS = "f=hls:hls_time=2:hls_list_size=0";

  @Override
  public String playlist() {
    return FOLDER + "playlist.m3u8";
  }

  @Override
  public boolean unsigned() {
    return true;
  }

  @Override
  public List<MediaFile> publish(LabClient client) throws Exception {
    Path copy = Files.createTempDirectory("mediastore-lab");
    try {
      encode(copy, client.endpoint() + "/" + playlist());
      return read(copy);
    } finally {
      delete(copy);
    }
  }

  private static void encode(Path copy, String url) throws Exception {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    command.addAll(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"));
    command.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440"));
    command.addAll(List.of("-t", "12", "-map", "0:v", "-map", "1:a"));
    command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt"));
    command.addAll(List.of("yuv420p", "-c:a", "aac", "-flags", "+global_header", "-f", "tee"));
    command.add(
        "[" + HLS + "]" + copy.resolve("playlist.m3u8") + "|[" + HLS + ":method=PUT]" + url);
    Process ffmpeg;
    try {
      ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new LabFailure("--ffmpeg needs ffmpeg on the PATH");
    }
    String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (ffmpeg.waitFor() != 0) {
      throw new LabFailure("ffmpeg: " + said);
    }
  }

  private static List<MediaFile> read(Path copy) throws IOException {
    List<MediaFile> files = new ArrayList<>();
    for (Path file : list(copy)) {
      String name = file.getFileName().toString();
      String type = name.endsWith(".ts") ? "video/MP2T" : "application/vnd.apple.mpegurl";
      files.add(new MediaFile(FOLDER + name, type, Files.readAllBytes(file)));
    }
    return files;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : list(folder)) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
