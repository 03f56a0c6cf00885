// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The main job of a media origin, step by step, over real HTTP against an origin of its own. */
final class LabCommand implements Command {

  @Override
  public String usage() {
    return """
        examples/run lab      publishes an HLS stream to an origin of its own and reads it back
          --ffmpeg                            generate and push a live stream with ffmpeg instead of the
                                              bundled one
          --keep                              leave the origin running, with a page that plays the stream
          --host netty|servlet                the server that carries it (netty)""";
  }

  @Override
  public Map<String, Flags.Kind> flags() {
    Map<String, Flags.Kind> flags = new LinkedHashMap<>();
    flags.put("--ffmpeg", Flags.Kind.SWITCH);
    flags.put("--keep", Flags.Kind.SWITCH);
    flags.put("--host", Flags.Kind.VALUE);
    return flags;
  }

  @Override
  public int run(Flags flags, InputStream in, PrintStream out, PrintStream err) throws Exception {
    StandaloneOrigin origin = StandaloneOrigin.start(originOptions(flags));
    boolean keep = false;
    try {
      Ladder ladder = flags.has("--ffmpeg") ? new FfmpegLadder() : BundledLadder.load();
      Lab lab = new Lab(LabClient.of(origin), ladder, new Progress(out));
      lab.publishAndVerify();
      if (flags.has("--keep")) {
        keepPlaying(origin, lab, out);
        keep = true;
      } else {
        lab.cleanUp();
        out.println("the lab is complete: every byte came back as it was published");
      }
      return keep ? RUNNING : 0;
    } catch (LabFailure e) {
      err.println("the lab failed: " + e.getMessage());
      return 1;
    } finally {
      if (!keep) {
        origin.close();
      }
    }
  }

  private static OriginOptions originOptions(Flags flags) {
    List<String> given = new ArrayList<>(List.of("--port", "0", "--host"));
    given.add(flags.value("--host", "netty"));
    if (flags.has("--ffmpeg")) {
      given.add("--allow-insecure-put"); // ffmpeg pushes unsigned, without TLS
    }
    return OriginOptions.from(Flags.parse(given, OriginOptions.flags()));
  }

  private static void keepPlaying(StandaloneOrigin origin, Lab lab, PrintStream out)
      throws IOException {
    PlayerPage page = PlayerPage.serve(lab.stream());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(page, origin), "stop"));
    out.println("stream  " + lab.stream());
    out.println("page    " + page.uri());
    out.println("the origin stays until you press Ctrl-C");
  }

  private static void stop(PlayerPage page, StandaloneOrigin origin) {
    page.close();
    origin.close();
    Runtime.getRuntime().halt(0);
  }
}
