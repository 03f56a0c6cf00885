// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Callers;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.MediaStoreHttpBuilder;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.netty.NettyServer;
import dev.mediastore.http.servlet.MediaStoreServlet;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * The project's origin with everything on that a request can cost: a signature to verify, a
 * container policy of ten statements of which the last one decides, a CORS policy, metadata. In the
 * Netty server or, with {@code -Dbench.host=jetty}, as a servlet in Jetty.
 */
public final class OriginServer {
  /** Where objects of the container are. */
  public static final String PREFIX = "/c/bench/";

  /** Access key of a user who may do what the container policy allows. */
  public static final String ACCESS_KEY = "AKIDBENCH";

  /** Its secret. */
  public static final String SECRET_KEY = "benchbenchbenchbench";

  /** Region of the container. */
  public static final String REGION = "us-east-1";

  /** Where the page is that the CORS policy lets in. */
  public static final String PAGE = "https://player.example.com";

  private static final String ACCOUNT = "111122223333";
  private static final String USER = "arn:aws:iam::" + ACCOUNT + ":user/bench";

  private OriginServer() {}

  /**
   * Starts the server.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws Exception {
    long memory = Long.getLong("bench.memory", 2L << 30);
    Observers observers = new Observers(Path.of(System.getProperty("bench.log")));
    MediaStore store =
        MediaStore.builder()
            .account(ACCOUNT)
            .region(REGION)
            .memory(memory)
            .listener(observers::changed)
            .build();
    Container container = store.createContainer("bench");
    container.putDocument(DocumentKind.CONTAINER_POLICY, policy(container));
    container.putDocument(DocumentKind.CORS_POLICY, corsPolicy());
    Observers.watch(container);
    RequestHandler origin =
        new ObservedOrigin(observers, listeners -> origin(store, listeners), store);
    int port =
        System.getProperty("bench.host", "netty").equals("jetty") ? jetty(origin) : netty(origin);
    ServerControl.serve(port, observers::become);
  }

  private static MediaStoreHttp origin(MediaStore store, List<ExchangeListener> listeners) {
    MediaStoreHttpBuilder settings =
        MediaStoreHttp.builder(store)
            .callers(Callers.create().userKey(ACCESS_KEY, SECRET_KEY, USER))
            .allowInsecurePut(true);
    listeners.forEach(settings::listener);
    return settings.build();
  }

  private static int jetty(RequestHandler handler) throws Exception {
    ServletHolder origin = new ServletHolder(new MediaStoreServlet(handler));
    origin.setAsyncSupported(true);
    return JettyServer.start(origin);
  }

  private static int netty(RequestHandler handler) throws Exception {
    NettyServer.Builder server =
        NettyServer.builder(handler).threads(Integer.getInteger("bench.threads", 1));
    String certificate = System.getProperty("bench.certificate");
    if (certificate != null) {
      server.tls(Path.of(certificate), Path.of(System.getProperty("bench.key")));
    }
    return server.start().port();
  }

  /** Nine statements that are asked to their last condition, and one that allows. */
  private static String policy(Container container) {
    StringJoiner statements = new StringJoiner(",");
    for (int i = 1; i < 10; i++) {
      statements.add(
          """
          {"Sid":"s%d","Effect":"Deny","Principal":"*","Action":"mediastore:*",\
          "Resource":"%s/*","Condition":{"StringEquals":{"aws:UserAgent":"robot/%d"}}}"""
              .formatted(i, container.arn(), i));
    }
    statements.add(
        """
        {"Sid":"s10","Effect":"Allow","Principal":"*","Action":"mediastore:*","Resource":"%s/*"}"""
            .formatted(container.arn()));
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  private static String corsPolicy() {
    return """
        [{"AllowedOrigins":["https://*.other.example.com"],"AllowedMethods":["GET"],\
        "AllowedHeaders":["*"]},{"AllowedOrigins":["%s"],"AllowedMethods":["GET","HEAD","PUT"],\
        "AllowedHeaders":["*"],"ExposeHeaders":["ETag"],"MaxAgeSeconds":3000}]"""
        .formatted(PAGE);
  }
}
