// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.CONTAINER;
import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator is told about a decision. */
class ExplanationTest {
  private static final String START = "{'Effect':'Allow','Principal':'*',";

  private static List<Explanation.StatementTrace> traces(Scenario scenario) {
    return PolicyEvaluator.create().explain(scenario.request(), scenario.policies()).traces();
  }

  private static String detail(Scenario scenario, String statement) {
    return traces(scenario.resource(statement)).get(0).detail();
  }

  @Test
  void trace_namesTheFirstElementThatDoesNotMatch() {
    assertEquals(
        "Action does not cover it",
        detail(scenario(), START + "'Action':'s3:*','Resource':'arn:x'}"));
    assertEquals(
        "NotAction excludes the action",
        detail(scenario(), START + "'NotAction':'*','Resource':'*'}"));
    assertEquals(
        "Resource does not cover it",
        detail(scenario(), START + "'Action':'*','Resource':'arn:x'}"));
    assertEquals(
        "NotResource excludes the resource",
        detail(scenario(), START + "'Action':'*','NotResource':'*'}"));
    assertEquals(
        "the caller is not meant",
        detail(
            scenario(),
            "{'Effect':'Allow','Principal':{'AWS':'444455556666'},'Action':'*','Resource':'*',"
                + "'Condition':{'Bool':{'aws:SecureTransport':'true'}}}"));
    assertEquals("applies", detail(scenario(), START + "'Action':'*','Resource':'*'}"));
    assertEquals(
        "applies, to the caller's account only",
        detail(
            scenario(),
            "{'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'*','Resource':'*'}"));
  }

  @Test
  void trace_saysWhatIsWrongWithACondition() {
    String end = "'Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'},";
    Scenario tls = scenario().with("aws:SecureTransport", "true");

    assertEquals(
        "Bool aws:SecureTransport: the key is absent",
        detail(scenario(), START + end + "'Null':{'aws:Referer':'true'}}}"));
    assertEquals(
        "StringEquals aws:Referer: the value does not satisfy it",
        detail(
            tls.with("aws:Referer", "wrong"),
            START + end + "'StringEquals':{'aws:Referer':'s3cret'}}}"));
    assertEquals(
        "StringEquals aws:TagKeys: the key is multi-valued, which needs ForAllValues or"
            + " ForAnyValue",
        detail(
            scenario().with("aws:SecureTransport", "true").with("aws:TagKeys", List.of("a")),
            START + end + "'StringEquals':{'aws:TagKeys':'a'}}}"));
    assertEquals(
        "ForAnyValue:StringEquals aws:TagKeys: the values do not satisfy it",
        detail(
            scenario().with("aws:SecureTransport", "true").with("aws:TagKeys", List.of("a")),
            START + end + "'ForAnyValue:StringEquals':{'aws:TagKeys':'b'}}}"));
  }

  @Test
  void trace_carriesTheKindOfMismatch() {
    Scenario scenario =
        scenario()
            .identity(
                "{'Effect':'Allow','Action':'s3:*','Resource':'*'}",
                "{'Effect':'Allow','Action':'*','Resource':'arn:x'}",
                "{'Effect':'Allow','Action':'*','Resource':'*'}")
            .resource(
                "{'Effect':'Deny','Principal':{'AWS':'444455556666'},'Action':'*','Resource':'*'}",
                START + "'Action':'*','Resource':'*','Condition':{'Null':{'aws:x':'false'}}}")
            .boundary("{'Effect':'Allow','Action':'*','Resource':'*'}")
            .session("{'Effect':'Allow','Action':'*','Resource':'*'}");

    assertEquals(
        List.of(
            Explanation.Mismatch.ACTION,
            Explanation.Mismatch.RESOURCE,
            Explanation.Mismatch.NONE,
            Explanation.Mismatch.PRINCIPAL,
            Explanation.Mismatch.CONDITION,
            Explanation.Mismatch.NONE,
            Explanation.Mismatch.NONE),
        traces(scenario).stream().map(Explanation.StatementTrace::mismatch).toList());
    assertEquals(
        List.of(
            "IDENTITY",
            "IDENTITY",
            "IDENTITY",
            "RESOURCE",
            "RESOURCE",
            "PERMISSIONS_BOUNDARY",
            "SESSION"),
        traces(scenario).stream().map(t -> t.statement().policyType().name()).toList());
    assertEquals(
        List.of(0, 1, 2, 0, 1, 0, 0),
        traces(scenario).stream().map(t -> t.statement().statementIndex()).toList());
  }

  @Test
  void text_isOneLinePerStatement() {
    Scenario scenario =
        scenario()
            .identity(
                "{'Sid':'Read','Effect':'Allow','Action':'mediastore:Get*','Resource':'"
                    + CONTAINER
                    + "/*'}")
            .identity("{'Effect':'Deny','Action':'mediastore:Put*','Resource':'*'}");

    assertEquals(
        """
        ALLOW (allowed by statement 0 'Read' of identity policy)
          statement 0 'Read' of identity policy (Allow): applies
          statement 0 of identity policy 1 (Deny): Action does not cover it""",
        PolicyEvaluator.create().explain(scenario.request(), scenario.policies()).text());
  }

  /** Shared secrets stand in policies and requests; neither may leak into a log. */
  @Test
  void text_quotesNoValue() {
    Scenario scenario =
        scenario()
            .with("aws:Referer", "sent-s3cret")
            .resource(
                START
                    + "'Action':'*','Resource':'*','Condition':"
                    + "{'StringEquals':{'aws:Referer':'kept-s3cret'}}}");
    Explanation explanation =
        PolicyEvaluator.create().explain(scenario.request(), scenario.policies());

    for (String text :
        List.of(
            explanation.text(),
            explanation.toString(),
            explanation.decision().toString(),
            scenario.request().toString(),
            scenario.policies().toString(),
            scenario.policies().resourcePolicy().orElseThrow().toString(),
            scenario.policies().resourcePolicy().orElseThrow().statements().toString())) {
      assertFalse(text.contains("s3cret"), text);
    }
  }
}
