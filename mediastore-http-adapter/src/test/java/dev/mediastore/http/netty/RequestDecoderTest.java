// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.ServiceError;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Group A of the threats: what the decoder takes for a request, and what it refuses. */
class RequestDecoderTest {
  private static final String HOST = "Host: h\r\n";

  /**
   * What came out: heads, body bytes, {@code .} for an end, {@code !} and an error for a refusal.
   */
  private static String decode(byte[] input, int... cuts) {
    EmbeddedChannel channel =
        new EmbeddedChannel(new RequestDecoder(NettyLimits.Syntax.defaults()));
    int from = 0;
    for (int cut : cuts) {
      channel.writeInbound(Unpooled.copiedBuffer(input, from, cut - from));
      from = cut;
    }
    channel.writeInbound(Unpooled.copiedBuffer(input, from, input.length - from));
    StringBuilder out = new StringBuilder();
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      describe((HttpObject) message, out);
    }
    channel.finishAndReleaseAll();
    return out.toString();
  }

  private static void describe(HttpObject message, StringBuilder out) {
    if (message.decoderResult().isFailure()) {
      out.append('!').append(((RefusedSyntaxException) message.decoderResult().cause()).error());
    } else if (message instanceof HttpRequest head) {
      out.append(head.method() + " " + head.uri() + " " + head.protocolVersion());
      head.headers().forEach(field -> out.append('|' + field.getKey() + '=' + field.getValue()));
      out.append('|');
    }
    if (message instanceof HttpContent content) {
      out.append(content.content().toString(StandardCharsets.ISO_8859_1));
      out.append(message instanceof LastHttpContent && !out.toString().endsWith("!") ? "." : "");
      content.release();
    }
  }

  private static String decode(String latin1) {
    return decode(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertRefused(ServiceError error, String latin1) {
    String out = decode(latin1);
    assertTrue(out.contains("!" + error), out);
  }

  static Stream<String> accepted() {
    return Stream.of(
        "GET / HTTP/1.1\r\n" + HOST + "\r\n",
        "\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n",
        "get /a?b=c%20 HTTP/1.0\r\n\r\n",
        "M-SEARCH * HTTP/1.1\r\n" + HOST + "\r\n",
        "GET http://user@h/x HTTP/1.1\r\n" + HOST + "X:\r\nY: \t a\tb \t\r\nZ:\u00e4\u00ff\r\n\r\n",
        "PUT /a HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n",
        "PUT /a HTTP/1.1\r\n" + HOST + "Content-Length:\t5 \r\n\r\nhello",
        "PUT /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: cHunkEd\r\n\r\n0\r\n\r\n",
        chunked("5\r\nhello\r\n0\r\n\r\n"),
        chunked("05\r\nhello\r\n0000000000000000\r\n\r\n"),
        chunked("5;a\r\nhello\r\n5;a=b;c=\"d;\\\"e\"\r\nworld\r\n0;x\r\nA: b\r\n\r\n"),
        chunked("5 ; a = b\r\nhello\r\n0\r\nContent-Length: 7\r\nHost: x\r\n\r\n"),
        chunked("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n") + "GET /next HTTP/1.0\r\n\r\n",
        "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\n\r\n",
        "GET /" + "a".repeat(8192 - "GET / HTTP/1.1".length()) + " HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nX: " + "a".repeat(8192 - 3) + "\r\n\r\n",
        "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(100) + "\r\n");
  }

  private static String chunked(String body) {
    return "PUT /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body;
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void request_wellFormed_isRead(String input) {
    String out = decode(input);
    assertFalse(out.contains("!"), out);
    assertTrue(out.endsWith("."), out);
  }

  @Test
  void request_pieces_areWhatWasSent() {
    assertEquals(
        "PUT /a HTTP/1.1|Host=h|Transfer-Encoding=chunked|helloworld."
            + "GET http://x/b;c HTTP/1.0|X=a \tb|Y=|.",
        decode(
            chunked("5;a=b\r\nhello\r\n5\r\nworld\r\n0\r\nT: dropped\r\n\r\n")
                + "GET http://x/b;c HTTP/1.0\r\nX:  a \tb\t\r\nY:\r\n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void request_splitAnywhere_isReadAlike(String input) {
    byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
    String whole = decode(bytes);
    int step = bytes.length > 1000 ? 97 : 1;
    for (int cut = 0; cut <= bytes.length; cut += step) {
      assertEquals(whole, decode(bytes, cut), "cut at " + cut);
    }
    int[] everywhere = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      everywhere[i] = i;
    }
    assertEquals(whole, decode(bytes, everywhere));
  }

  @Property(tries = 500)
  void anyBytes_inAnySplit_areReadAlikeAndNeverThrow(
      @ForAll Random random, @ForAll @IntRange(max = 20) int mutations) {
    List<String> samples = accepted().limit(14).toList();
    byte[] bytes =
        samples.get(random.nextInt(samples.size())).getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < mutations; i++) {
      bytes[random.nextInt(bytes.length)] =
          (byte) "\r\n \t:;0\0a\u00e4\"".charAt(random.nextInt(11));
    }
    List<Integer> cuts = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 1 + random.nextInt(20)) {
      cuts.add(at);
    }
    assertEquals(decode(bytes), decode(bytes, cuts.stream().mapToInt(Integer::intValue).toArray()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "\nGET / HTTP/1.1\r\n\r\n",
        "\0GET / HTTP/1.1\r\n\r\n",
        " GET / HTTP/1.1\r\n\r\n",
        "\u0016\u0003\u0001\u0002",
        "PRI * HTTP/2.0\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET /  HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n",
        "GET\t/ HTTP/1.1\r\n\r\n",
        "GET /\tHTTP/1.1\r\n\r\n",
        "GET /a b HTTP/1.1\r\n\r\n",
        "GET / \r\n\r\n",
        "GET /\r\n\r\n",
        "GET\r\n\r\n",
        "GET / http/1.1\r\n\r\n",
        "GET / HTTP/1.10\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n",
        "GET / HTTP/0.9\r\n\r\n",
        "GET / HTTP/1.\r\n\r\n",
        "GE:T / HTTP/1.1\r\n\r\n",
        "GE[T] / HTTP/1.1\r\n\r\n",
        "GE\u0001T / HTTP/1.1\r\n\r\n",
        "GET /\u00e4 HTTP/1.1\r\n\r\n",
        "GET /\u007f HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\n\r\n",
        "GET / HTTP/1.1\r\r\n\r\n"
      })
  void requestLine_malformed_isRefused(String input) {
    assertRefused(ServiceError.VALIDATION, input);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host : h",
        " Host: h",
        "\tHost: h",
        "Host",
        ": h",
        "X: a\r\n b",
        "X: a\r\n\tb",
        "X: a\rb",
        "X: a\nY: b",
        "X: a\0b",
        "X: a\u0001b",
        "X: a\u000bb",
        "X: a\u007fb",
        "X\u00e4: a",
        "X\0: a",
        "X(: a",
        "Content-Length\0: 5",
        "Transfer-Encoding : chunked",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 0x5",
        "Content-Length: 5,5",
        "Content-Length: 5;",
        "Content-Length: 05",
        "Content-Length: 5.0",
        "Content-Length: \u0967",
        "Content-Length:",
        "Content-Length: 12345678901234567890",
        "Content-Length: 9223372036854775808",
        "Content-Length: 18446744073709551621",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding:"
      })
  void header_malformed_isRefused(String lines) {
    assertRefused(ServiceError.VALIDATION, "PUT / HTTP/1.1\r\n" + lines + "\r\n\r\nhello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content_Length: 5", "Content-Length-: 5", "XTransfer-Encoding: chunked"})
  void header_similarToFraming_isNotUsedForIt(String line) {
    assertEquals(
        "GET / HTTP/1.1|" + line.replace(": ", "=") + "|.",
        decode("GET / HTTP/1.1\r\n" + line + "\r\n\r\n"));
  }

  @Test
  void transferEncoding_inHttp10_isRefused() {
    assertRefused(
        ServiceError.VALIDATION, "PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    assertRefused(
        ServiceError.VALIDATION,
        "PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5 \r\nhello\r\n",
        " 5\r\nhello\r\n",
        "0x5\r\nhello\r\n",
        "+5\r\nhello\r\n",
        "-1\r\nhello\r\n",
        "5_0\r\nhello\r\n",
        "00000000000000005\r\nhello\r\n",
        "FFFFFFFFFFFFFFFF\r\nhello\r\n",
        "8000000000000000\r\nhello\r\n",
        "\r\nhello\r\n",
        "5;\r\nhello\r\n",
        ";a\r\nhello\r\n",
        "5;a=\r\nhello\r\n",
        "5;a=\"b\r\nhello\r\n",
        "5;a=\"b\nc\"\r\nhello\r\n",
        "5;a=\"b\\\r\nhello\r\n",
        "5;a=\"b\0\"\r\nhello\r\n",
        "5;a b\r\nhello\r\n",
        "5\nhello\r\n",
        "5;a\nhello\r\n",
        "5\r\nhello\n",
        "5\r\nhello!\r\n",
        "5\r\nhello\rX",
        "5\r\nhell\r\n0\r\n\r\n",
        "0\r\nA: b\r\n c\r\n\r\n",
        "0\r\nA : b\r\n\r\n",
        "0\r\nA\r\n\r\n",
        "0\r\nA: b\n\r\n"
      })
  void chunk_malformed_isRefused(String body) {
    assertRefused(ServiceError.VALIDATION, chunked(body));
  }

  @Test
  void requestLine_overItsLimit_isRefusedBeforeItsEnd() {
    assertRefused(ServiceError.TARGET_TOO_LONG, "GET /" + "a".repeat(8190));
    assertRefused(
        ServiceError.TARGET_TOO_LONG,
        "GET /" + "a".repeat(8193 - "GET / HTTP/1.1".length()) + " HTTP/1.1\r\n\r\n");
  }

  @Test
  void headers_overTheirLimits_areRefused() {
    String start = "GET / HTTP/1.1\r\n";
    assertRefused(ServiceError.HEADERS_TOO_LARGE, start + "X: " + "a".repeat(8190) + "\r\n\r\n");
    assertRefused(ServiceError.HEADERS_TOO_LARGE, start + "a".repeat(9000));
    assertRefused(
        ServiceError.HEADERS_TOO_LARGE,
        start + ("X: " + "a".repeat(4000) + "\r\n").repeat(5) + "\r\n");
    assertRefused(ServiceError.HEADERS_TOO_LARGE, start + "X: y\r\n".repeat(101) + "\r\n");
  }

  @Test
  void chunkFraming_overItsLimits_isRefused() {
    assertRefused(ServiceError.VALIDATION, chunked("1;" + "a".repeat(130)));
    assertRefused(
        ServiceError.VALIDATION, chunked(("1;" + "a".repeat(100) + "\r\nx\r\n").repeat(50)));
    assertRefused(ServiceError.VALIDATION, chunked("0\r\n" + "A: b\r\n".repeat(17) + "\r\n"));
    assertRefused(ServiceError.VALIDATION, chunked("0\r\nA: " + "b".repeat(5000) + "\r\n\r\n"));
  }

  @Test
  void afterARefusal_nothingMoreIsRead() {
    String out = decode("GET / HTTP/1.1\r\nbad\r\n\r\nGET /next HTTP/1.1\r\n\r\n");
    assertEquals("!VALIDATION", out);
  }

  @Test
  void millionOneByteChunks_areReadInLinearTime() {
    EmbeddedChannel channel =
        new EmbeddedChannel(new RequestDecoder(NettyLimits.Syntax.defaults()));
    channel.writeInbound(Unpooled.copiedBuffer(chunked(""), StandardCharsets.ISO_8859_1));
    byte[] chunks = "1\r\nx\r\n".repeat(1000).getBytes(StandardCharsets.ISO_8859_1);
    long received = 0;
    for (int i = 0; i < 1000; i++) {
      channel.writeInbound(Unpooled.wrappedBuffer(chunks));
      for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
        if (part instanceof HttpContent content) {
          received += content.content().readableBytes();
          content.release();
        }
      }
    }
    assertEquals(1_000_000, received);
    channel.finishAndReleaseAll();
  }
}
