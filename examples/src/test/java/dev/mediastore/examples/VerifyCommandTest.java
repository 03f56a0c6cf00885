// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code examples/run verify} on recordings of real clients. */
class VerifyCommandTest {
  private static final Path CAPTURES = Path.of("../mediastore-sigv4/src/test/resources/captures");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode INDEX = index();
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Map<String, String> WORDS =
      Map.of("accept", "ok", "anonymous", "anonymous", "reject", "refused");

  /** Here the client signed the hash of another body than it sent, and the index has its texts. */
  private static final Set<String> SIGNED_ANOTHER_BODY =
      Set.of("curl-sigv4/put-upload-file.http", "curl-sigv4/put-upload-stdin.http");

  private static final String GET = "boto3/get.http";
  private static final String PUT = "java-v2-urlconn/put-bytes.http";

  static Stream<Named<JsonNode>> captures() {
    return StreamSupport.stream(INDEX.path("captures").spliterator(), false)
        .map(capture -> Named.of(capture.path("file").asText(), capture));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void capture_getsItsVerdictAndTexts(JsonNode capture) {
    String file = capture.path("file").asText();
    List<String> args = args(capture);
    args.add(CAPTURES.resolve(file).toString());

    CommandRun run = CommandRun.of(new byte[0], args);

    JsonNode line = read(run.out());
    String word = WORDS.getOrDefault(capture.path("verdict").asText(), "?");
    assertEquals(word, line.path("verdict").asText(), run.out());
    assertEquals(word.equals("refused"), line.path("error").isTextual());
    assertEquals(word.equals("refused") ? 1 : 0, run.status());
    if (capture.hasNonNull("canonical_request") && !SIGNED_ANOTHER_BODY.contains(file)) {
      assertEquals(capture.path("canonical_request"), line.path("canonicalRequest"));
      assertEquals(capture.path("string_to_sign"), line.path("stringToSign"));
    }
    if (word.equals("anonymous")) {
      assertTrue(line.path("canonicalRequest").isNull());
      assertTrue(line.path("stringToSign").isNull());
    }
  }

  /** The flags for a capture; the time is a second after it was signed. */
  private static List<String> args(JsonNode capture) {
    List<String> args = new ArrayList<>(List.of("verify"));
    args.addAll(List.of("--credentials", credentials("basic")));
    args.addAll(List.of("--credentials", credentials("session")));
    if (capture.hasNonNull("signing_time")) {
      Instant signed = BASIC.parse(capture.path("signing_time").asText(), Instant::from);
      args.addAll(List.of("--at", signed.plusSeconds(1).toString()));
      args.addAll(List.of("--path-rules", capture.path("path_rules").asText()));
      args.addAll(List.of("--service", capture.path("service").asText()));
    }
    if (capture.path("region").asText().startsWith("eu-")) {
      args.addAll(List.of("--region", capture.path("region").asText()));
    }
    return args;
  }

  private static String credentials(String set) {
    JsonNode known = INDEX.path("credentials").path(set);
    String pair =
        known.path("access_key_id").asText() + ":" + known.path("secret_access_key").asText();
    return known.has("session_token") ? pair + ":" + known.path("session_token").asText() : pair;
  }

  /** What is done to a good request, and what becomes of it. */
  record Change(String what, UnaryOperator<String> to, String error, String message) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Change> changes() {
    return Stream.of(
        change("nothing at all", text -> "", "ValidationException", "first line"),
        change("no version", text -> text.replace(" HTTP/1.1", ""), "ValidationException", "first"),
        change(
            "a line without colon",
            text -> text.replace("Host:", "Host"),
            "ValidationException",
            "is not NAME: VALUE"),
        change("another body", text -> text + "x", "ValidationException", "Content-Length"),
        change(
            "the same length, another body",
            text -> text.substring(0, text.length() - 1) + "~",
            "XAmzContentSHA256Mismatch",
            "does not match"),
        change(
            "both framings",
            text -> text.replace("Host:", "Transfer-Encoding: chunked\r\nHost:"),
            "ValidationException",
            "Transfer-Encoding and Content-Length"),
        change(
            "another method",
            text -> text.replaceFirst("PUT", "POST"),
            "InvalidSignatureException",
            "signature"),
        change(
            "a broken signature",
            text -> text.replaceFirst("Signature=[0-9a-f]{64}", "Signature=0"),
            "InvalidSignatureException",
            "signature"),
        change(
            "no signature",
            text -> text.replaceFirst(", Signature=[0-9a-f]{64}", ""),
            "IncompleteSignature",
            "Signature"),
        change(
            "another access key",
            text -> text.replace("AKIDEXAMPLE", "AKIDEXAMPLF"),
            "UnrecognizedClientException",
            "not known"));
  }

  private static Change change(
      String what, UnaryOperator<String> to, String error, String message) {
    return new Change(what, to, error, message);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void changedRequest_isRefusedWithItsPublicError(Change change) {
    CommandRun run = verify(change.to().apply(text(PUT)));

    JsonNode line = read(run.out());
    assertAll(
        () -> assertEquals("refused", line.path("verdict").asText()),
        () -> assertEquals(change.error(), line.path("error").asText()),
        () -> assertTrue(run.err().contains(change.message()), run.err()),
        () -> assertEquals(1, run.status()));
  }

  static Stream<Change> chunkedBodies() {
    return Stream.of(
        chunked("one chunk, an extension and a trailer", "3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n", ""),
        chunked("two chunks", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", ""),
        chunked("a size with leading zeros", "0000000000000003\r\nabc\r\n0\r\n\r\n", ""),
        chunked("no last chunk", "3\r\nabc\r\n", "no end"),
        chunked("no end", "3\r\nabc\r\n0\r\n", "no end"),
        chunked("a chunk that is cut", "4\r\nabc\r\n0\r\n\r\n", "within a transfer chunk"),
        chunked("a size that is none", "-3\r\nabc\r\n0\r\n\r\n", "with its size"),
        chunked("a size that is too large", "fffffffff\r\n", "with its size"),
        chunked("a second request", "0\r\n\r\nGET / HTTP/1.1\r\n\r\n", "Something follows"));
  }

  private static Change chunked(String what, String body, String message) {
    return change(
        what,
        unused -> "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body,
        "",
        message);
  }

  @ParameterizedTest
  @MethodSource("chunkedBodies")
  void chunkedBody_isReadToItsEnd(Change change) {
    CommandRun run = verify(change.to().apply(""));
    JsonNode line = read(run.out());

    assertTrue(run.err().contains(change.message()), run.err());
    assertEquals(
        change.message().isEmpty() ? "anonymous" : "refused", line.path("verdict").asText());
  }

  @Test
  void request_withLineFeedsOnly_onStandardInput_isRead() {
    JsonNode line = read(verify(text(GET).replace("\r\n", "\n")).out());

    assertEquals("ok", line.path("verdict").asText());
  }

  @Test
  void target_inAbsoluteForm_isTheSameRequest() {
    JsonNode line = read(verify(text(GET).replaceFirst(" /", " http://127.0.0.1:28931/")).out());

    assertEquals("ok", line.path("verdict").asText());
  }

  /** Whatever the bytes, the output is one line of exactly these members. */
  @Test
  void brokenRequests_areOneLineToo() {
    Random random = new Random(4711);
    List<String> sources = List.of(text(GET), text(PUT), "GET / HTTP/1.1\r\n\r\n", "");
    for (int i = 0; i < 2000; i++) {
      StringBuilder request = new StringBuilder(sources.get(i % sources.size()));
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(request.length() + 1);
        int end = Math.min(request.length(), at + random.nextInt(9));
        request.replace(at, end, String.valueOf((char) random.nextInt(256)));
      }
      CommandRun run = verify(request.toString());
      List<String> members = new ArrayList<>();
      read(run.out()).fieldNames().forEachRemaining(members::add);
      assertEquals(List.of("verdict", "error", "canonicalRequest", "stringToSign"), members);
      assertEquals(1, run.out().lines().count(), run.out());
      assertTrue(run.status() == 0 || run.status() == 1);
    }
  }

  @Test
  void folder_isNoFile() {
    CommandRun run = CommandRun.of(new byte[0], List.of("verify", CAPTURES.toString()));

    assertEquals(2, run.status());
    assertTrue(run.err().contains("cannot read"), run.err());
  }

  @Test
  void refusal_comesWithHintsForTheOperator() {
    CommandRun run = verify(text(GET).replaceFirst("GET", "PUT"));

    assertTrue(run.err().contains("hint: The signature is for the method GET."), run.err());
  }

  @Test
  void oldRequest_atTheTimeOfNow_isExpired() {
    CommandRun run = CommandRun.of(text(GET), "verify", "--credentials", credentials("basic"));

    assertTrue(run.out().contains("InvalidSignatureException"), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--at, yesterday, --at needs a time",
    "--path-rules, loose, --path-rules needs",
    "--credentials, KEY, --credentials needs",
    "--credentials, A:B:C:D, --credentials needs",
    "--service, '', service is empty",
    "--speed, 5, unknown flag --speed",
    "no-such-file, another, unknown flag another",
    "--region, eu-west-1, cannot read no-such-file"
  })
  void unreadableCommandLine_isAUsageError(String flag, String value, String message) {
    List<String> args = new ArrayList<>(List.of("verify", flag, value));
    if (flag.equals("--region")) {
      args.add("no-such-file");
    }
    CommandRun run = CommandRun.of(new byte[0], args);

    assertEquals(2, run.status());
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }

  /** Verifies on standard input, a second after the two requests used here were signed. */
  private static CommandRun verify(String request) {
    return CommandRun.of(
        request.getBytes(StandardCharsets.ISO_8859_1),
        List.of("verify", "--credentials", credentials("basic"), "--at", "2026-11-23T07:16:42Z"));
  }

  private static String text(String capture) {
    try {
      return Files.readString(CAPTURES.resolve(capture), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode index() {
    return read(text("index.json"));
  }
}
