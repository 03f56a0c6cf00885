// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.core.Container;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.Callers;
import dev.mediastore.http.Endpoints;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.netty.NettyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/**
 * A session with an origin whose time and random numbers are fixed, in a process of its own: prints
 * every answer, and nothing that may differ from one machine to the next.
 */
final class Session {
  private static final String CORS =
      """
      {"ContainerName":"TITLE_I","CorsPolicy":[{"AllowedOrigins":["https://PLAYER.test"],\
      "AllowedHeaders":["X-ID","RANGE"],"AllowedMethods":["GET"],"MaxAgeSeconds":1234}]}""";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"I\",\"Effect\":\"Allow\","
          + "\"Principal\":\"*\",\"Action\":[\"MEDIASTORE:PUTOBJECT\",\"mediastore:getobject\"],"
          + "\"Resource\":\"arn:aws:mediastore:us-east-1:111122223333:container/TITLE_I/*\","
          + "\"Condition\":{\"StringEqualsIgnoreCase\":{\"AWS:USERAGENT\":\"ENCODER I\"}}}]}";

  private final StringBuilder transcript = new StringBuilder();

  private Session() {}

  /**
   * Runs it.
   *
   * @param arguments a folder for a store
   */
  public static void main(String[] arguments) throws Exception {
    Session session = new Session();
    session.overHttp();
    session.inFolder(Path.of(arguments[0]));
    System.out.write(session.transcript.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  private void note(String what, Object answer) {
    transcript.append("--- ").append(what).append('\n').append(answer).append('\n');
  }

  private void overHttp() throws Exception {
    try (MediaStore store =
            MediaStore.builder()
                .clock(Clock.fixed(Origin.NOW, ZoneOffset.UTC))
                .random(new Random(7))
                .memory(8 << 20)
                .build();
        MediaStoreHttp http =
            MediaStoreHttp.builder(store)
                .callers(Callers.create().rootKey(Origin.KEY, Origin.SECRET, Origin.ACCOUNT))
                .allowInsecurePut(true)
                .random(new Random(42))
                .explanations(Explanations.ANSWERED)
                .timeEndpoint("/.TIME")
                .endpoints(
                    Endpoints.builder()
                        .host("SECRET.test", "TITLE_I")
                        .host("MEDIA.test", "TITLE_I")
                        .build())
                .build();
        NettyServer server = NettyServer.builder(http).start();
        RawClient client = RawClient.connect(server.port())) {
      controlPlane(client);
      objects(client);
      refusals(client);
    }
  }

  private void send(RawClient client, String request) throws IOException {
    note(request.lines().findFirst().orElse(""), client.send(request).answer());
  }

  private void controlPlane(RawClient client) throws IOException {
    send(client, Origin.control("CreateContainer", "{\"ContainerName\":\"TITLE_I\"}"));
    send(client, Origin.control("DescribeContainer", "{\"ContainerName\":\"TITLE_I\"}"));
    send(
        client,
        Origin.control(
            "PutContainerPolicy",
            "{\"ContainerName\":\"TITLE_I\",\"Policy\":\"" + POLICY.replace("\"", "\\\"") + "\"}"));
    send(client, Origin.control("PutCorsPolicy", CORS));
    send(client, Origin.control("PutCorsPolicy", CORS.replace("1234", "-1")));
    send(client, Origin.control("ListContainers", "{\"MaxResults\":100000}"));
  }

  private void objects(RawClient client) throws IOException {
    send(
        client,
        Origin.signed(
                "PUT",
                "/HLS/I.TS",
                "CONTENT-TYPE: VIDEO/MP2T",
                "CACHE-CONTROL: MAX-AGE=60",
                "X-AMZ-ID: I i",
                "content-length: 9")
            + "123456789");
    String get = "GET /HLS/I.TS HTTP/1.1\r\nHOST: MEDIA.TEST\r\n";
    send(client, get + "USER-AGENT: encoder i\r\nRANGE: BYTES=3-5\r\n\r\n");
    send(client, get + "USER-AGENT: \u00f1\r\n\r\n");
    send(client, get + "User-Agent: Encoder I\r\nORIGIN: https://PLAYER.test\r\n\r\n");
    send(
        client,
        get
            + "User-Agent: encoder i\r\nIF-MODIFIED-SINCE: "
            + "FRI, 19 JUL 2030 21:32:20 GMT\r\nIf-None-Match: \"I\"\r\n\r\n");
    send(
        client,
        String.join(
            "\r\n",
            "OPTIONS /HLS/x.ts HTTP/1.1",
            "Host: secret.test",
            "Origin: https://PLAYER.test",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: x-id, range\r\n\r\n"));
    send(client, Origin.signed("GET", "/?Path=HLS"));
    send(client, Origin.signed("GET", "/?MaxResults=0"));
    send(client, "GET /.TIME HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  private void refusals(RawClient client) throws IOException {
    send(client, "GET /%C4%B0%C4%B1 HTTP/1.1\r\nHost: secret.test\r\n\r\n");
    send(client, "GET /I HTTP/1.1\r\nHost: secret.test\r\n\r\n");
    send(client, "DELETE /HLS/I HTTP/1.1\r\nHost: nowhere.test\r\n\r\n");
    String changed = Origin.signed("GET", "/HLS/I?LIST=1").replace("LIST=1", "list=1");
    send(client, changed);
    send(client, Origin.signed("PUT", "/x", "Content-Length: 99999999"));
  }

  /** What a folder holds after it was closed and opened again. */
  private void inFolder(Path folder) {
    Clock clock = Clock.fixed(Origin.NOW, ZoneOffset.UTC);
    try (MediaStore store = MediaStore.builder().clock(clock).directory(folder).build()) {
      Container container = store.createContainer("TITLE_I");
      for (String path : List.of("I", "i", "HLS/I.ts", "hls/i.ts")) {
        container.put(
            ObjectPath.of(path),
            UploadOptions.builder().contentType("VIDEO/I").build(),
            path.getBytes(StandardCharsets.UTF_8));
      }
    }
    try (MediaStore store = MediaStore.builder().clock(clock).directory(folder).build()) {
      Container container = store.container("TITLE_I").orElseThrow();
      note("folder", container.list(FolderPath.of("HLS"), null, 10).items());
      note("root", container.list(FolderPath.ROOT, null, 10).items());
    }
  }
}
