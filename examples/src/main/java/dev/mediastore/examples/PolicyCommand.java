// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.policy.AuthorizationRequest;
import dev.mediastore.policy.Decision;
import dev.mediastore.policy.PolicyEvaluator;
import dev.mediastore.policy.StatementReference;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides requests by their policies, line by line: the evaluator as a tool. */
final class PolicyCommand implements Command {
  private static final String EXPLAIN = "explain";

  /** What is printed for a case. */
  private interface Answer {
    String to(String id, PolicyCase asked) throws IOException;
  }

  private final PolicyEvaluator evaluator = PolicyEvaluator.create();

  @Override
  public String usage() {
    return """
        examples/run policy   decides the requests on standard input, one JSON object a line:
                              {"id", "request": {"principal": {"kind", "arn"}, "action", "resource",
                              "resourceAccount", "context"}, "identityPolicies", "resourcePolicy",
                              "permissionsBoundary", "sessionPolicy"}
                              and prints a line {"id", "decision", "by"} for each, or {"id", "error"}
          explain                             print the fate of every statement instead""";
  }

  @Override
  public Map<String, Flags.Kind> flags() {
    return Map.of();
  }

  @Override
  public int operands() {
    return 1;
  }

  @Override
  public int run(Flags flags, InputStream in, PrintStream out, PrintStream err) throws IOException {
    List<String> operands = flags.operands();
    if (!operands.isEmpty() && !operands.get(0).equals(EXPLAIN)) {
      throw new Flags.UsageException("unknown word " + operands.get(0));
    }
    Answer answer = operands.isEmpty() ? this::decide : this::explain;
    // One character per byte here: what the bytes mean is checked line by line.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    PrintStream answers =
        new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8);
    int number = 0;
    int malformed = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !answer(line, number, answer, answers)) {
        malformed++;
      }
      if (!lines.ready()) {
        answers.flush(); // Whoever feeds us may wait for the answer before the next case.
      }
    }
    answers.flush();
    return malformed == 0 ? 0 : 1;
  }

  /** Prints the answer to one case; false if the line holds none. */
  private static boolean answer(String line, int number, Answer answer, PrintStream out)
      throws IOException {
    String id = null;
    try {
      JsonSource json = JsonSource.parse("line " + number, utf8(line));
      id = json.get("id").text();
      out.println(answer.to(id, PolicyCase.from(json)));
      return true;
    } catch (IllegalArgumentException e) {
      out.println(error(id, e.getMessage()));
      return false;
    }
  }

  private static String utf8(String bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }

  private String explain(String id, PolicyCase asked) {
    AuthorizationRequest request = asked.request();
    return id
        + ": may "
        + request.principal()
        + " do "
        + request.action()
        + (request.resource() == null ? "" : " to " + request.resource())
        + "?\n"
        + evaluator.explain(request, asked.policies()).text();
  }

  private String decide(String id, PolicyCase asked) throws IOException {
    Decision decision = evaluator.evaluate(asked.request(), asked.policies());
    String by = decision.decidedBy().stream().map(PolicyCommand::name).findFirst().orElse(null);
    return JsonLine.of(
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("decision", decision.outcome().name());
          json.writeStringField("by", by);
        });
  }

  private static String name(StatementReference statement) {
    String sid = statement.sid();
    return sid == null ? Integer.toString(statement.statementIndex()) : sid;
  }

  private static String error(@Nullable String id, @Nullable String message) throws IOException {
    return JsonLine.of(
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("error", message);
        });
  }
}
