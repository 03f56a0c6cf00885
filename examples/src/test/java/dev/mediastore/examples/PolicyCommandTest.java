// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code examples/run policy}, as a program that feeds it cases sees it. */
class PolicyCommandTest {
  private static final Path VECTORS = Path.of("../mediastore-policy/src/test/resources/vectors");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CASE =
      """
      {"id": "c",
       "request": {
         "principal": {"kind": "User", "arn": "arn:aws:iam::111122223333:user/ana"},
         "action": "mediastore:GetObject",
         "resource": "arn:aws:mediastore:us-east-1:111122223333:container/live/a.ts",
         "resourceAccount": "111122223333",
         "context": {"aws:SecureTransport": true}},
       "identityPolicies": [{"Version": "2012-10-17", "Statement": [STATEMENTS]}]}"""
          .replace("\n", " ");
  private static final String ALLOW =
      "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}";
  private static final String GOOD = CASE.replace("STATEMENTS", ALLOW);

  @ParameterizedTest
  @CsvSource({"cases.jsonl, 1500", "documented.jsonl, 124"})
  void vectors_getTheirDecisions(String file, int count) throws IOException {
    String cases = Files.readString(VECTORS.resolve(file));
    List<String> expected = cases.lines().map(line -> verdict(line, "expect")).toList();

    CommandRun run = CommandRun.of(cases, "policy");

    assertEquals(count, expected.size());
    assertEquals(expected, run.out().lines().map(line -> verdict(line, "decision")).toList());
    assertEquals(0, run.status());
  }

  static List<List<String>> statements() {
    String deny = ALLOW.replace("Allow", "Deny");
    return List.of(
        List.of("an Allow without Sid", ALLOW, "ALLOW", "0"),
        List.of("the statement that applies", other(ALLOW) + ", " + ALLOW, "ALLOW", "1"),
        List.of("a Sid", sid(ALLOW, "Read"), "ALLOW", "Read"),
        List.of("a Deny", ALLOW + ", " + sid(deny, "Stop"), "EXPLICIT_DENY", "Stop"),
        List.of("nothing", other(ALLOW), "IMPLICIT_DENY", "null"));
  }

  private static String sid(String statement, String sid) {
    return statement.replace("{", "{\"Sid\": \"" + sid + "\", ");
  }

  private static String other(String statement) {
    return statement.replace("\"Action\": \"*\"", "\"Action\": \"s3:*\"");
  }

  @ParameterizedTest
  @MethodSource("statements")
  void decision_namesWhatDecided(List<String> row) {
    CommandRun run = CommandRun.of(CASE.replace("STATEMENTS", row.get(1)), "policy");

    String by = row.get(3).equals("null") ? "null" : '"' + row.get(3) + '"';
    assertEquals(
        "{\"id\":\"c\",\"decision\":\"" + row.get(2) + "\",\"by\":" + by + "}",
        run.out().strip(),
        row.get(0));
  }

  static List<List<String>> malformed() {
    return List.of(
        List.of("no JSON", "{\"id\": \"c\"", "is not JSON"),
        List.of("two values", GOOD + GOOD, "is followed by something else"),
        List.of("a list", "[]", "must be an object"),
        List.of("no id", GOOD.replace("\"id\"", "\"Id\""), ".id is missing"),
        List.of("no action", GOOD.replace("\"action\"", "\"act\""), "request.action is missing"),
        List.of("an unknown kind", GOOD.replace("\"User\"", "\"Robot\""), "principal.kind"),
        List.of("another kind's ARN", GOOD.replace("\"User\"", "\"Root\""), "kind ROOT"),
        List.of("a member twice", GOOD.replace("{\"id\"", "{\"id\": \"d\", \"id\""), "Duplicate"),
        List.of(
            "a member of the policy twice",
            CASE.replace("STATEMENTS", ALLOW.replace("{", "{\"Effect\": \"Deny\", ")),
            "Duplicate"),
        List.of("another effect", GOOD.replace("Allow", "allow"), "identityPolicies[0]"),
        List.of("a nested context", GOOD.replace(": true", ": {}"), "aws:SecureTransport"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedLine_getsAnError_andTheRestIsDecided(List<String> row) {
    CommandRun run = CommandRun.of(GOOD + "\n" + row.get(1) + "\n\n" + GOOD + "\n", "policy");

    List<JsonNode> lines = run.out().lines().map(PolicyCommandTest::read).toList();
    assertEquals(3, lines.size());
    assertEquals("ALLOW", lines.get(0).path("decision").asText());
    String error = lines.get(1).path("error").asText();
    assertTrue(error.contains(row.get(2)), error);
    assertEquals("ALLOW", lines.get(2).path("decision").asText());
    assertEquals(1, run.status());
  }

  @Test
  void lineThatIsNotUtf8_isMalformed() {
    byte[] latin = GOOD.replace("ana", "an\u00e4").getBytes(StandardCharsets.ISO_8859_1);

    CommandRun run = CommandRun.of(latin, List.of("policy"));

    assertEquals("{\"id\":null,\"error\":\"not UTF-8\"}", run.out().strip());
    assertEquals(1, run.status());
  }

  @Test
  void output_isAsciiWhateverTheId() {
    CommandRun run = CommandRun.of(GOOD.replace("\"c\"", "\"\u00e4\u2028\""), "policy");

    assertTrue(run.out().startsWith("{\"id\":\"\\u00E4\\u2028\""), run.out());
  }

  /** A pipe whose writer sends a case only when it has read the answer to the one before. */
  @Test
  @Timeout(60)
  void answer_comesBeforeTheNextCaseIsAskedFor() throws Exception {
    PipedOutputStream cases = new PipedOutputStream();
    PipedInputStream answers = new PipedInputStream();
    InputStream in = new PipedInputStream(cases, 1 << 16);
    PrintStream out = new PrintStream(new PipedOutputStream(answers));
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> {
              try (out) {
                return Main.run(List.of("policy"), in, out, out);
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
    try (cases) {
      for (int i = 0; i < 3; i++) {
        cases.write((GOOD + "\n").getBytes(StandardCharsets.UTF_8));
        cases.flush();
        assertEquals("ALLOW", read(lines.readLine()).path("decision").asText());
      }
    }
    assertEquals(0, status.join());
  }

  @Test
  void explain_tellsTheFateOfEveryStatement() {
    String two = other(ALLOW) + ", " + sid(ALLOW, "Read");

    CommandRun run = CommandRun.of(CASE.replace("STATEMENTS", two), "policy", "explain");

    assertTrue(run.out().startsWith("c: may USER arn:aws:iam::111122223333:user/ana"), run.out());
    assertTrue(run.out().contains("ALLOW (allowed by statement 1 'Read'"), run.out());
    assertTrue(run.out().contains("statement 0 of identity policy (Allow)"), run.out());
    assertEquals(0, run.status());
  }

  @Test
  void unknownWord_isAUsageError() {
    CommandRun run = CommandRun.of("", "policy", "decide");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("unknown word decide"), run.err());
  }

  private static String verdict(String line, String member) {
    JsonNode json = read(line);
    return json.path("id").asText() + " " + json.path(member).asText();
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
