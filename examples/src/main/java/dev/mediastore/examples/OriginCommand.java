// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.core.MediaStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** A stand-alone origin, for people and for black-box tests. */
final class OriginCommand implements Command {
  /** Status of an origin that its machine refuses: a folder or a port that it cannot have. */
  static final int FAILED = 1;

  @Override
  public String usage() {
    return """
        examples/run origin   a stand-alone origin; prints one JSON line when it is ready
          --port N                            port to listen on, 0 for a free one (9000)
          --memory SIZE                       memory for objects, such as 256m or 2g (256m)
          --data DIR                          keep objects in this folder, and the containers with
                                              them, instead of in memory
          --durability fsync|os               with --data: what was answered survives the loss of
                                              power, or the end of the process only (fsync)
          --account ID                        account that owns the containers (111122223333)
          --region R                          region to sign for (us-east-1)
          --credentials KEY:SECRET[:USERNAME] who may call: the account root, or a user; repeatable
                                              (one random pair for the root)
          --container NAME                    a container created at the start; repeatable
          --open                              those containers let everybody do everything
          --allow-insecure-put                policies may allow writes without TLS
          --strict                            answer as the original service did, refusals included
          --live-edge                         uploads are readable at once, media get cache times,
                                              early reads and LL-HLS reloads wait
          --time PATH                         tells players the time there
          --health PATH                       tells load balancers there how it is
          --access-log FILE|-                 a line of JSON for each request for objects of the
                                              containers above, and of those that ask for it
          --console TOKEN                     a page about the origin at /-/console/, for whoever
                                              knows the token (16 characters or more)
          --tls                               HTTPS, with a certificate made at the start
          --host netty|servlet                the server that carries it (netty)""";
  }

  @Override
  public Map<String, Flags.Kind> flags() {
    return OriginOptions.flags();
  }

  @Override
  public int run(Flags flags, InputStream in, PrintStream out, PrintStream err) throws Exception {
    StandaloneOrigin origin;
    try {
      origin = StandaloneOrigin.start(OriginOptions.from(flags));
    } catch (MediaStoreException | IOException e) {
      err.println("origin: " + e.getMessage());
      return FAILED;
    }
    // Halts at the end so that a drained SIGTERM is a success: the JVM's own status would be 143.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(origin), "drain"));
    out.println(ready(origin));
    out.flush();
    return RUNNING;
  }

  private static void drain(StandaloneOrigin origin) {
    origin.close();
    Runtime.getRuntime().halt(0);
  }

  private static String ready(StandaloneOrigin origin) throws IOException {
    OriginOptions options = origin.options();
    return JsonLine.of(
        json -> {
          json.writeStringField("control", origin.control().toString());
          json.writeStringField("region", options.region());
          json.writeStringField("account", options.account());
          json.writeStringField("accessKey", options.keys().get(0).id());
          json.writeStringField("secretKey", options.keys().get(0).secret());
          if (origin.caFile().isPresent()) {
            json.writeStringField("caFile", origin.caFile().map(Path::toString).orElseThrow());
          }
        });
  }
}
