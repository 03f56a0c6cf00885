// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.CONTAINER;
import static dev.mediastore.policy.Scenario.json;
import static dev.mediastore.policy.Scenario.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.policy.PolicyError.Code;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted as a container policy and as a policy of a caller, and the words of refusal. */
class ValidationTest {
  private static final PolicyRules RULES = PolicyRules.containerPolicy(CONTAINER);
  private static final PolicyRules IDENTITY = PolicyRules.identityPolicy();

  private static final String EFFECT = "'Effect':'Allow'";
  private static final String PRINCIPAL = "'Principal':'*'";
  private static final String ACTION = "'Action':'mediastore:GetObject'";
  private static final String RESOURCE = "'Resource':'" + CONTAINER + "/*'";
  private static final String TLS = "'Condition':{'Bool':{'aws:SecureTransport':'true'}}";

  private static Optional<PolicyError> error(String text, PolicyRules rules) {
    return PolicyDocument.validate(text, rules).error();
  }

  /** The code of the error in a text with single quotes, or OK. */
  private static String verdict(String text, PolicyRules rules) {
    return error(json(text), rules).map(error -> error.code().name()).orElse("OK");
  }

  private static String statement(String... members) {
    return "{" + String.join(",", members) + "}";
  }

  /** The verdict on a container policy of one statement. */
  private static String verdictOn(String... members) {
    return verdict(policy(statement(members)), RULES);
  }

  private static String message(String... members) {
    return error(policy(statement(members)), RULES).map(PolicyError::message).orElse("OK");
  }

  @Test
  void completeStatement_isAccepted() {
    assertEquals("OK", verdictOn(EFFECT, PRINCIPAL, ACTION, RESOURCE));
    assertEquals("OK", verdict(policy("{'Effect':'Allow','Action':'*','Resource':'*'}"), IDENTITY));
  }

  // ---------------------------------------------------------------- text and JSON (rules 1 to 3)

  @Test
  void rule1_containerPolicyHasAtMost8192Characters() {
    String policy = policy(statement(EFFECT, PRINCIPAL, ACTION, RESOURCE));
    String longest = policy + " ".repeat(8_192 - policy.length());

    assertEquals("OK", verdict(longest, RULES));
    assertEquals("TEXT", verdict(longest + " ", RULES));
    assertEquals(
        "OK",
        verdict(
            longest + " ",
            RULES.withLimits(PolicyLimits.containerPolicy().withMaxCharacters(8_193))));
    assertEquals("TEXT", verdict("", RULES));
    assertEquals(
        new PolicyError(
            Code.TEXT,
            "Invalid Container Policy: The policy must not be longer than 8192 characters",
            8_192),
        error(longest + "  ", RULES).orElseThrow());
  }

  @Test
  void rule1_containerPolicyIsAscii() {
    String policy = policy(statement("'Sid':'\u007f'", EFFECT, PRINCIPAL, ACTION, RESOURCE));

    assertEquals("SID", verdict(policy, RULES));
    assertEquals("TEXT", verdict(policy.replace('\u007f', '\u0080'), RULES));
    assertEquals(
        "OK",
        verdict(
            policy(
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':"
                    + "{'aws:PrincipalTag/\u00e9':'\u00e9'}}}"),
            IDENTITY));
  }

  @Test
  void rule1_identityPolicyHasAtMost10240CharactersWithoutWhiteSpace() {
    String policy =
        policy("{'Effect':'Allow','Action':'*','Resource':'" + "R".repeat(10_000) + "'}");
    int rest = 10_240 - policy.length();
    String longest = policy.replace("R\"", "R".repeat(rest) + "R\"");

    assertEquals(10_240, longest.replace("R", "R").length());
    assertEquals("OK", verdict(longest, IDENTITY));
    assertEquals("OK", verdict(" \t\r\n" + longest + " ".repeat(20_000), IDENTITY));
    assertEquals("TEXT", verdict(longest.replace("R\"", "RR\""), IDENTITY));
    assertEquals("TEXT", verdict("", IDENTITY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\n",
        "x",
        "{",
        "}",
        "{}x",
        "{} {}",
        "{},",
        "nul",
        "tru",
        "{'a'}",
        "{'a':}",
        "{a:1}",
        "{'a':1,}",
        "{,}",
        "{'a':[1,]}",
        "{'a':'b}",
        "{'a':NaN}",
        "{'a':Infinity}",
        "{'a':01}",
        "{'a':+1}",
        "{'a':.5}",
        "{'a':1.}",
        "{'a':1e}",
        "{'a':0x1}",
        "{'a':'\\x'}",
        "{'a':'\\u12'}",
        "{'a':'\t'}",
        "{'a':'\u0000'}",
        "{/**/}",
        "{//\n}",
        "#\n{}",
        "{'a';1}",
        "{'a':1 'b':2}",
        "\u00a0{}",
        "\f{}",
        "]",
        "[}",
      })
  void rule2_textThatIsNotJson_isRefused(String text) {
    assertEquals("JSON", verdict(text, IDENTITY));
  }

  @Test
  void rule2_singleQuotesAndByteOrderMark_areRefused() {
    String policy = policy("{'Effect':'Allow','Action':'*','Resource':'*'}");

    assertEquals(Optional.empty(), error(policy, IDENTITY));
    assertEquals(Code.JSON, error(policy.replace('"', '\''), IDENTITY).orElseThrow().code());
    assertEquals(Code.JSON, error("\ufeff" + policy, IDENTITY).orElseThrow().code());
    assertEquals(Code.TEXT, error("\ufeff" + policy, RULES).orElseThrow().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "'x'", "1", "true", "[{}]"})
  void rule2_anotherValueThanAnObject_isRefused(String text) {
    assertEquals("TYPE", verdict(text, RULES));
  }

  @Test
  void rule2_truncatedAnywhere_isRefused() {
    String policy =
        policy(
            statement(
                "'Sid':'A'",
                EFFECT,
                "'Principal':{'AWS':['111122223333']}",
                "'Action':['mediastore:GetObject']",
                RESOURCE,
                "'Condition':{'NumericLessThan':{'aws:MultiFactorAuthAge':[1.5e3,true]}}"));

    assertEquals("CONDITION_VALUE", verdict(policy, RULES));
    for (int length = 1; length < policy.length(); length++) {
      assertEquals(
          "JSON", verdict(policy.substring(0, length), RULES), policy.substring(0, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Version':'2012-10-17','Version':'2012-10-17','Statement':[]}",
        "{'Version':'2012-10-17','Statement':{'Effect':'Deny','Effect':'Allow'}}",
        "{'Version':'2012-10-17','Statement':{'Effect':'Deny','\\u0045ffect':'Allow'}}",
        "{'Version':'2012-10-17','Statement':{'Principal':{'AWS':'*','AWS':'*'}}}",
        "{'Version':'2012-10-17','Statement':{'Condition':{'Bool':{},'Bool':{}}}}",
        "{'Version':'2012-10-17','Statement':{'Condition':{'Bool':"
            + "{'aws:SecureTransport':'true','aws:SecureTransport':'false'}}}}",
      })
  void rule3_repeatedMember_isRefused(String text) {
    assertEquals("DUPLICATE_MEMBER", verdict(text, RULES));
  }

  @Test
  void rule3_sameNameInDifferentObjects_isFine() {
    assertEquals(
        "OK",
        verdictOn(
            EFFECT,
            PRINCIPAL,
            ACTION,
            RESOURCE,
            "'Condition':{'StringEquals':{'aws:a':'x'},'StringLike':{'aws:a':'x'}}"));
  }

  // ------------------------------------------------------------------- structure (rules 4 to 8)

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'version':'2012-10-17'}",
        "{'Statements':[]}",
        "{'__proto__':{}}",
        "{'Statement':{'effect':'Allow'}}",
        "{'Statement':{'Effects':'Allow'}}",
        "{'Statement':{'action':'*'}}",
        "{'Statement':{'Actions':'*'}}",
        "{'Statement':{'Conditions':{}}}",
        "{'Statement':{'Conditon':{}}}",
        "{'Statement':{'NotCondition':{}}}",
        "{'Statement':{'NotEffect':'Allow'}}",
        "{'Statement':{'__proto__':{}}}",
        "{'Statement':{'':''}}",
      })
  void rule4_unknownMember_isRefused(String text) {
    assertEquals("UNKNOWN_MEMBER", verdict(text, RULES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Version':null}",
        "{'Version':2012}",
        "{'Version':['2012-10-17']}",
        "{'Id':1}",
        "{'Statement':null}",
        "{'Statement':'x'}",
        "{'Statement':[[]]}",
        "{'Statement':[null]}",
        "{'Statement':{'Sid':1}}",
        "{'Statement':{'Sid':null}}",
        "{'Statement':{'Effect':['Allow']}}",
        "{'Statement':{'Effect':null}}",
        "{'Statement':{'Action':null}}",
        "{'Statement':{'Action':1}}",
        "{'Statement':{'Action':true}}",
        "{'Statement':{'Action':{}}}",
        "{'Statement':{'Action':[['mediastore:GetObject']]}}",
        "{'Statement':{'Action':['mediastore:GetObject',null]}}",
        "{'Statement':{'Resource':{}}}",
        "{'Statement':{'Resource':[1]}}",
        "{'Statement':{'Principal':null}}",
        "{'Statement':{'Principal':['*']}}",
        "{'Statement':{'Principal':1}}",
        "{'Statement':{'Principal':{'AWS':111122223333}}}",
        "{'Statement':{'Principal':{'AWS':{}}}}",
        "{'Statement':{'Principal':{'AWS':[[]]}}}",
        "{'Statement':{'Condition':null}}",
        "{'Statement':{'Condition':[]}}",
        "{'Statement':{'Condition':'x'}}",
        "{'Statement':{'Condition':{'Bool':null}}}",
        "{'Statement':{'Condition':{'Bool':[]}}}",
        "{'Statement':{'Condition':{'StringEquals':{'aws:a':null}}}}",
        "{'Statement':{'Condition':{'StringEquals':{'aws:a':{}}}}}",
        "{'Statement':{'Condition':{'StringEquals':{'aws:a':[[]]}}}}",
        "{'Statement':{'Condition':{'StringEquals':{'aws:a':['x',null]}}}}",
      })
  void rule5_wrongType_isRefused(String text) {
    assertEquals("TYPE", verdict(text, RULES));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'2012-10-17',   OK",
        "'2008-10-17',   OK",
        "'2012-10-18',   VERSION",
        "'2012',         VERSION",
        "'',             VERSION",
        "' 2012-10-17',  VERSION",
      })
  void rule6_version(String version, String expected) {
    assertEquals(
        expected,
        verdict(
            "{'Version':"
                + version
                + ",'Statement':"
                + statement(EFFECT, PRINCIPAL, ACTION, RESOURCE)
                + "}",
            RULES));
  }

  @Test
  void rule6_statement_isThereAndNotEmpty() {
    assertEquals("MISSING_OR_CONFLICTING_MEMBER", verdict("{}", RULES));
    assertEquals("MISSING_OR_CONFLICTING_MEMBER", verdict("{'Version':'2012-10-17'}", RULES));
    assertEquals("MISSING_OR_CONFLICTING_MEMBER", verdict("{'Statement':[]}", RULES));
    assertEquals("MISSING_OR_CONFLICTING_MEMBER", verdict("{'Statement':{}}", RULES));
    assertEquals(
        "OK",
        verdict("{'Statement':" + statement(EFFECT, PRINCIPAL, ACTION, RESOURCE) + "}", RULES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow", "ALLOW", "deny", "Allowed", "", " Allow", "Allow\\u0000"})
  void rule7_effect_isExact(String effect) {
    assertEquals("EFFECT", verdictOn("'Effect':'" + effect + "'", PRINCIPAL, ACTION, RESOURCE));
  }

  @Test
  void rule7_effect_isThere() {
    assertEquals("OK", verdictOn("'Effect':'Deny'", PRINCIPAL, ACTION, RESOURCE));
    assertEquals(
        "Invalid Container Policy: Effect in statement 0 is missing",
        message(PRINCIPAL, ACTION, RESOURCE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Action    | 'NotAction':'mediastore:PutObject'",
        "Resource  | 'NotResource':'arn:aws:mediastore:us-east-1:111122223333:container/live/x'",
        "Principal | 'NotPrincipal':{'AWS':'111122223333'}",
      })
  void rule8_exactlyOneOfEachPair(String element, String negated) {
    List<String> plain = List.of(EFFECT, PRINCIPAL, ACTION, RESOURCE);
    String own =
        plain.stream().filter(m -> m.startsWith("'" + element + "'")).findFirst().orElseThrow();
    String others = plain.stream().filter(m -> !m.equals(own)).collect(Collectors.joining(","));

    assertEquals("OK", verdictOn(others, own));
    assertEquals("OK", verdictOn(others, negated));
    assertEquals("MISSING_OR_CONFLICTING_MEMBER", verdictOn(others, own, negated));
    assertEquals("MISSING_OR_CONFLICTING_MEMBER", verdictOn(others, negated, own));
    assertEquals(
        "Invalid Container Policy: " + element + " or Not" + element + " in statement 0 is missing",
        message(others));
  }

  // ------------------------------------------------------ actions and resources (rules 9 to 11)

  @ParameterizedTest
  @CsvSource({
    "*,                                OK",
    "mediastore:*,                     OK",
    "mediastore:Get*,                  OK",
    "mediastore:getobject,             OK",
    "MEDIASTORE:GETOBJECT,             OK",
    "MediaStore:GetCorsPolicy,         OK",
    "mediastore:*Object,               OK",
    "mediastore:?etObject,             OK",
    "mediastore:ListTagsForResource,   OK",
    "mediastore-data:GetObject,        OK",
    "mediastore-data:*,                OK",
    "MediaStore-Data:getObject,        OK",
    "mediastore:GetObjects,            ACTION",
    "mediastore:Got*,                  ACTION",
    "mediastore:?,                     ACTION",
    "mediastore:,                      ACTION",
    "mediastore,                       ACTION",
    "mediastore:Get Object,            ACTION",
    "mediastore:GetObject ,            OK",
    "mediastore:Get${x},               ACTION",
    "mediastore:Get_Object,            ACTION",
    "mediastore:Get@*,                 ACTION",
    "mediastore:Get[*,                 ACTION",
    "mediastore:Get`*,                 ACTION",
    "mediastore:Get{*,                 ACTION",
    "mediastore:Get/*,                 ACTION",
    "GetObject,                        ACTION",
    ":GetObject,                       ACTION",
    "'',                               ACTION",
    "**,                               ACTION",
    "*:*,                              ACTION",
    "*:GetObject,                      ACTION",
    "media*:GetObject,                 ACTION",
    "mediastor?:GetObject,             ACTION",
    "s3:GetObject,                     ACTION",
    "s3:*,                             ACTION",
    "mediastore-data:GetObjects,       ACTION",
    "mediastore-other:GetObject,       ACTION",
  })
  void rule9_actionOfContainerPolicy(String action, String expected) {
    assertEquals(
        expected, verdictOn(EFFECT, PRINCIPAL, RESOURCE, TLS, "'Action':'" + action + "'"));
    assertEquals(
        expected, verdictOn(EFFECT, PRINCIPAL, RESOURCE, TLS, "'NotAction':'" + action + "'"));
  }

  @Test
  void rule9_emptyLists_areAccepted() {
    assertEquals("OK", verdictOn(EFFECT, PRINCIPAL, RESOURCE, "'Action':[]"));
    assertEquals("OK", verdictOn("'Effect':'Deny'", PRINCIPAL, RESOURCE, "'NotAction':[]"));
    assertEquals("OK", verdictOn(EFFECT, PRINCIPAL, ACTION, "'Resource':[]"));
    assertEquals("OK", verdictOn(EFFECT, "'Principal':{}", ACTION, RESOURCE));
    assertEquals("OK", verdictOn(EFFECT, "'Principal':{'AWS':[]}", ACTION, RESOURCE));
  }

  @Test
  void rule9_strictDialect_knowsNoAlias() {
    String policy =
        policy(statement(EFFECT, PRINCIPAL, RESOURCE, "'Action':'mediastore-data:GetObject'"));

    assertEquals("OK", verdict(policy, RULES));
    assertEquals("ACTION", verdict(policy, RULES.withStrict()));
  }

  @ParameterizedTest
  @CsvSource({
    "*,                     OK",
    "s3:*,                  OK",
    "s3:GetObject,          OK",
    "ec2:Describe*,         OK",
    "execute-api:Invoke,    OK",
    "a.b:Invoke,            OK",
    "a_b:Invoke,            ACTION",
    "s3:Get9-z,             OK",
    "mediastore:Get*,       OK",
    "mediastore:GetObjects, ACTION",
    "media*:Get*,           ACTION",
    "?3:Get*,               ACTION",
    "s3,                    ACTION",
    "s3:,                   ACTION",
    "s3:Get:Object,         ACTION",
    "s3:${x},               ACTION",
    "'',                    ACTION",
  })
  void rule9_actionOfIdentityPolicy(String action, String expected) {
    assertEquals(
        expected,
        verdict(
            policy(statement(EFFECT, "'Resource':'*'", "'Action':'" + action + "'")), IDENTITY));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:mediastore:us-east-1:111122223333:container/live/*,                OK",
    "arn:aws:mediastore:us-east-1:111122223333:container/live/a,                OK",
    "arn:aws:mediastore:us-east-1:111122223333:container/live//,                OK",
    "arn:aws:mediastore:us-east-1:111122223333:container/live/${aws:username}/*, OK",
    "*,                                                                         OK",
    "arn:aws:mediastore:us-east-1:111122223333:container/live/,                 RESOURCE",
    "arn:aws:mediastore:us-east-1:111122223333:container/live,                  RESOURCE",
    "arn:aws:mediastore:us-east-1:111122223333:container/live*,                 RESOURCE",
    "arn:aws:mediastore:us-east-1:111122223333:container/live2/*,               RESOURCE",
    "arn:aws:mediastore:us-east-1:111122223333:container/*/a,                   RESOURCE",
    "arn:aws:mediastore:us-east-1:111122223333:container/liv?/a,                RESOURCE",
    "arn:aws:mediastore:us-east-1:111122223333:container/${aws:username}/a,     RESOURCE",
    "arn:aws:mediastore:*:111122223333:container/live/*,                        RESOURCE",
    "arn:aws:mediastore:us-east-1:*:container/live/*,                           RESOURCE",
    "arn:aws:mediastore:us-west-2:111122223333:container/live/*,                RESOURCE",
    "arn:aws:mediastore:us-east-1:444455556666:container/live/*,                RESOURCE",
    "arn:aws-cn:mediastore:us-east-1:111122223333:container/live/*,             RESOURCE",
    "arn:aws:mediastore:us-east-1:111122223333:container/LIVE/*,                RESOURCE",
    "arn:aws:s3:::live/*,                                                       RESOURCE",
    "**,                                                                        RESOURCE",
    "container/live/*,                                                          RESOURCE",
    "'',                                                                        RESOURCE",
  })
  void rule10And11_resource_isInsideTheContainer(String resource, String expected) {
    for (String element : List.of("Resource", "NotResource")) {
      assertEquals(
          expected, verdictOn(EFFECT, PRINCIPAL, ACTION, "'" + element + "':'" + resource + "'"));
      assertEquals(
          expected,
          verdictOn(
              EFFECT,
              PRINCIPAL,
              ACTION,
              "'" + element + "':['" + CONTAINER + "/x','" + resource + "']"));
    }
  }

  @Test
  void rule10_strictDialect_refusesTheStar() {
    String policy = policy(statement(EFFECT, PRINCIPAL, ACTION, "'Resource':'*'"));

    assertEquals("OK", verdict(policy, RULES));
    assertEquals("RESOURCE", verdict(policy, RULES.withStrict()));
  }

  @Test
  void rule10_message_isThatOfTheService() {
    assertEquals(
        "Invalid Container Policy: Resource in statement 'OverridePolicy' must be scoped to files"
            + " inside arn:aws:mediastore:us-east-1:111122223333:container/live",
        message("'Sid':'OverridePolicy'", EFFECT, PRINCIPAL, ACTION, "'Resource':'arn:x'"));
    assertEquals(
        "Invalid Container Policy: NotResource in statement 0 must be scoped to files inside"
            + " arn:aws:mediastore:us-east-1:111122223333:container/live (value 2 of 2)",
        message(EFFECT, PRINCIPAL, ACTION, "'NotResource':['" + CONTAINER + "/a','arn:x']"));
  }

  @ParameterizedTest
  @CsvSource({
    "*,                                                               OK",
    "arn:aws:s3:::bucket/*,                                           OK",
    "arn:aws:mediastore:*:*:container/*,                              OK",
    "short,                                                           OK",
    "arn:aws:mediastore:*:*:container/${aws:username},                OK",
    "arn:aws:mediastore:*:${aws:PrincipalAccount}:container/x,        VARIABLE",
  })
  void rule10_off_forIdentityPolicies(String resource, String expected) {
    assertEquals(
        expected,
        verdict(
            policy(statement(EFFECT, "'Action':'*'", "'Resource':'" + resource + "'")), IDENTITY));
  }

  // ---------------------------------------------------------------------- principals (rule 12)

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'*'                                                              | OK",
        "{'AWS':'*'}                                                      | OK",
        "{'AWS':['*','111122223333']}                                     | OK",
        "{'AWS':'000000000001'}                                           | OK",
        "{'AWS':'arn:aws:iam::111122223333:root'}                         | OK",
        "{'AWS':'arn:aws:iam::111122223333:user/a/b'}                     | OK",
        "{'AWS':'arn:aws:iam::111122223333:role/a/b'}                     | OK",
        "{'AWS':'arn:aws:sts::111122223333:assumed-role/a/b'}             | OK",
        "{'AWS':'arn:aws:sts::111122223333:federated-user/a'}             | OK",
        "{'AWS':'AIDAEXAMPLE'}                                            | OK",
        "{'AWS':'AROAEXAMPLE'}                                            | OK",
        "{'Service':'cloudfront.amazonaws.com'}                           | OK",
        "{'Service':['a.b','c.d'],'AWS':'*'}                              | OK",
        "{'Service':'a-z.A-Z.0-9'}                                        | OK",
        "{'Service':'a.b_'}                                               | PRINCIPAL",
        "{'Service':'a.b/'}                                               | PRINCIPAL",
        "{'Service':'a.b:'}                                               | PRINCIPAL",
        "{'Service':'a.b@'}                                               | PRINCIPAL",
        "{'Service':'a.b['}                                               | PRINCIPAL",
        "{'Service':'a.b`'}                                               | PRINCIPAL",
        "{'Service':'a.b{'}                                               | PRINCIPAL",
        "{'AWS':'AIDAEXAMPLE-'}                                           | PRINCIPAL",
        "{'AWS':'AIDA09AZ'}                                               | OK",
        "{'AWS':'AIDAX@'}                                                 | PRINCIPAL",
        "{'AWS':'AIDAX['}                                                 | PRINCIPAL",
        "{'AWS':'AIDAX/'}                                                 | PRINCIPAL",
        "{'AWS':'AIDAX:'}                                                 | PRINCIPAL",
        "{'Federated':'accounts.google.com'}                              | OK",
        "{'Federated':'arn:aws:iam::111122223333:saml-provider/x'}        | OK",
        "{}                                                               | OK",
        "''                                                               | PRINCIPAL",
        "'111122223333'                                                   | PRINCIPAL",
        "'arn:aws:iam::111122223333:root'                                 | PRINCIPAL",
        "'**'                                                             | PRINCIPAL",
        "{'AWS':''}                                                       | PRINCIPAL",
        "{'AWS':'**'}                                                     | PRINCIPAL",
        "{'AWS':'11112222333'}                                            | PRINCIPAL",
        "{'AWS':'1111222233334'}                                          | PRINCIPAL",
        "{'AWS':'11112222333x'}                                           | PRINCIPAL",
        "{'AWS':'AIDA'}                                                   | PRINCIPAL",
        "{'AWS':'AIDAexample'}                                            | PRINCIPAL",
        "{'AWS':'AGPAEXAMPLE'}                                            | PRINCIPAL",
        "{'AWS':'arn:aws:iam::111122223333:user/*'}                       | PRINCIPAL",
        "{'AWS':'arn:aws:iam::111122223333:role/a?'}                      | PRINCIPAL",
        "{'AWS':'arn:aws:iam::*:root'}                                    | PRINCIPAL",
        "{'AWS':'arn:aws:sts::111122223333:assumed-role/a/*'}             | PRINCIPAL",
        "{'AWS':'arn:aws:sts::111122223333:assumed-role/a'}               | PRINCIPAL",
        "{'AWS':'arn:aws:iam::111122223333:group/a'}                      | PRINCIPAL",
        "{'AWS':'arn:aws:iam::111122223333:user/${aws:username}'}         | PRINCIPAL",
        "{'AWS':'${aws:PrincipalArn}'}                                    | PRINCIPAL",
        "{'AWS':'arn:aws:s3:::bucket'}                                    | PRINCIPAL",
        "{'AWS':'ann'}                                                    | PRINCIPAL",
        "{'Service':'cloudfront'}                                         | PRINCIPAL",
        "{'Service':'*'}                                                  | PRINCIPAL",
        "{'Service':'*.amazonaws.com'}                                    | PRINCIPAL",
        "{'Service':'a b.c'}                                              | PRINCIPAL",
        "{'Service':''}                                                   | PRINCIPAL",
        "{'CanonicalUser':'79a59df900b949e55d96a1e698fbace'}              | PRINCIPAL",
        "{'aws':'*'}                                                      | PRINCIPAL",
        "{'Other':'*'}                                                    | PRINCIPAL",
      })
  void rule12_principal(String principal, String expected) {
    for (String element : List.of("Principal", "NotPrincipal")) {
      assertEquals(expected, verdictOn(EFFECT, ACTION, RESOURCE, "'" + element + "':" + principal));
    }
  }

  @Test
  void allowWithNotPrincipal_isAWarning() {
    String allow = statement(EFFECT, ACTION, RESOURCE, "'NotPrincipal':{'AWS':'111122223333'}");
    String deny = allow.replace("Allow", "Deny");

    assertEquals(
        List.of("NotPrincipal in statement 1 allows everybody else, unsigned callers too"),
        PolicyDocument.validate(policy(deny, allow), RULES).warnings());
    assertEquals(
        List.of(),
        PolicyDocument.validate(policy(statement(EFFECT, PRINCIPAL, ACTION, RESOURCE)), RULES)
            .warnings());
  }

  // ---------------------------------------------------------------------------- TLS (rule 13)

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Action':'mediastore:PutObject'          |                                           | no",
        "'Action':'mediastore:*'                  |                                           | no",
        "'Action':'*'                             |                                           | no",
        "'Action':'mediastore:putobject'          |                                           | no",
        "'Action':'mediastore-data:Put*'          |                                           | no",
        "'Action':'mediastore:P?tObject'          |                                           | no",
        "'NotAction':'mediastore:GetObject'       |                                           | no",
        "'NotAction':[]                           |                                           | no",
        "'NotAction':'mediastore:PutObject'       |                                           | yes",
        "'NotAction':'mediastore:Put*'            |                                           | yes",
        "'Action':'mediastore:PutCorsPolicy'      |                                           | yes",
        "'Action':[]                              |                                           | yes",
        "'Action':'mediastore:*' | 'Bool':{'aws:SecureTransport':'true'}                      | yes",
        "'Action':'mediastore:*' | 'Bool':{'aws:SecureTransport':true}                        | yes",
        "'Action':'mediastore:*' | 'Bool':{'aws:SecureTransport':['true']}                    | yes",
        "'Action':'mediastore:*' | 'Bool':{'aws:SecureTransport':['true','True']}             | yes",
        "'Action':'mediastore:*' | 'bool':{'AWS:securetransport':'TRUE'}                      | yes",
        "'Action':'mediastore:*' | 'Null':{'aws:a':'true'},'Bool':{'aws:SecureTransport':true} | yes",
        "'Action':'mediastore:*' | 'Bool':{'aws:SecureTransport':['true','false']}            | no",
        "'Action':'mediastore:*' | 'Bool':{'aws:SecureTransport':'false'}                     | no",
        "'Action':'mediastore:*' | 'Bool':{'aws:SecureTransport':[]}                          | no",
        "'Action':'mediastore:*' | 'BoolIfExists':{'aws:SecureTransport':'true'}              | no",
        "'Action':'mediastore:*' | 'ForAllValues:Bool':{'aws:SecureTransport':'true'}         | no",
        "'Action':'mediastore:*' | 'ForAnyValue:Bool':{'aws:SecureTransport':'true'}          | no",
        "'Action':'mediastore:*' | 'Bool':{'aws:ViaAWSService':'true'}                        | no",
        "'Action':'mediastore:*' | 'Null':{'aws:SecureTransport':'true'}                      | no",
        "'Action':'mediastore:*' | 'StringEquals':{'aws:SecureTransport':'true'}              | no",
      })
  void rule13_allowedPutObject_demandsTls(String action, String condition, String valid) {
    String members = condition == null ? "" : ",'Condition':{" + condition + "}";
    String allow = policy(statement(EFFECT, PRINCIPAL, RESOURCE, action + members));

    assertEquals(valid.equals("yes") ? "OK" : "INSECURE_PUT", verdict(allow, RULES));
    assertEquals(
        valid.equals("yes") ? "OK" : "INSECURE_PUT",
        verdict(allow.replace("-data", ""), RULES.withStrict()));
    assertEquals("OK", verdict(allow, RULES.withInsecurePutAllowed()));
    assertEquals("OK", verdict(allow.replace("Allow", "Deny"), RULES));
    assertEquals(
        "OK", verdict(policy(statement(EFFECT, "'Resource':'*'", action + members)), IDENTITY));
  }

  @Test
  void rule13_message_tellsWhatToAdd() {
    assertEquals(
        "Invalid Container Policy: Condition in statement 'Up' must require Bool"
            + " aws:SecureTransport true, since mediastore:PutObject is allowed",
        message("'Sid':'Up'", EFFECT, PRINCIPAL, RESOURCE, "'Action':'mediastore:*'"));
  }

  // ------------------------------------------------------------- conditions (rules 14 and 15)

  @ParameterizedTest
  @CsvSource({
    "StringEquals,                         OK",
    "stringEQUALS,                         OK",
    "ForAllValues:StringLikeIfExists,      OK",
    "foranyvalue:ArnNotLikeIfExists,       OK",
    "StringEqual,                          CONDITION_OPERATOR",
    "StringEqualsIfExist,                  CONDITION_OPERATOR",
    "StringEqualsIfExistsIfExists,         CONDITION_OPERATOR",
    "ForSomeValues:StringEquals,           CONDITION_OPERATOR",
    "ForAllValues:ForAnyValue:StringEquals, CONDITION_OPERATOR",
    "ForAllValues,                         CONDITION_OPERATOR",
    "ForAllValues:,                        CONDITION_OPERATOR",
    "ForAllValues: StringEquals,           CONDITION_OPERATOR",
    "IfExists,                             CONDITION_OPERATOR",
    "'',                                   CONDITION_OPERATOR",
    "BinaryNotEquals,                      CONDITION_OPERATOR",
    "__proto__,                            CONDITION_OPERATOR",
    "NullIfExists,                         CONDITION_OPERATOR",
  })
  void rule14_operator(String operator, String expected) {
    String value =
        operator.toLowerCase(java.util.Locale.ROOT).contains("arn") ? "a:b:c:d:e:f" : "x";

    assertEquals(
        expected,
        verdictOn(
            EFFECT,
            PRINCIPAL,
            ACTION,
            RESOURCE,
            "'Condition':{'" + operator + "':{'aws:a':'" + value + "'}}"));
  }

  @Test
  void rule14_null_takesPrefixButNoSuffix() {
    assertEquals("OK", conditionVerdict("'ForAllValues:Null':{'aws:a':'true'}"));
    assertEquals("CONDITION_OPERATOR", conditionVerdict("'ForAllValues:NullIfExists':{}"));
  }

  private static String conditionVerdict(String condition) {
    return verdictOn(EFFECT, PRINCIPAL, ACTION, RESOURCE, "'Condition':{" + condition + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "aws:SourceIp,                 OK",
    "AWS:SOURCEIP,                 OK",
    "s3:prefix,                    OK",
    "unknown:key,                  OK",
    "accounts.google.com:aud,      OK",
    "oidc.example.com/id/X:sub,    OK",
    "aws:PrincipalTag/team,        OK",
    "aws:PrincipalTag/my team,     OK",
    "aws:RequestTag/a/b:c,         OK",
    "mediastore:ResourceTag/x,     OK",
    "kms:EncryptionContext:a,      OK",
    "SourceIp,                     CONDITION_KEY",
    "'',                           CONDITION_KEY",
    ":,                            CONDITION_KEY",
    ":SourceIp,                    CONDITION_KEY",
    "aws:,                         CONDITION_KEY",
    "aws:/,                        CONDITION_KEY",
    "aws:/x,                       CONDITION_KEY",
    "aws: SourceIp,                CONDITION_KEY",
    "a ws:SourceIp,                CONDITION_KEY",
    "aws:Source\u2003Ip,           TEXT",
    "aws:Source\\u2003Ip,          CONDITION_KEY",
    "aws:Source\\u0000Ip,          CONDITION_KEY",
    "aws:PrincipalTag,             CONDITION_KEY",
    "aws:PrincipalTag/,            CONDITION_KEY",
    "AWS:resourcetag/,             CONDITION_KEY",
    "aws:RequestTag/,              CONDITION_KEY",
    "mediastore:ResourceTag/,      CONDITION_KEY",
    "aws:TagKeys,                  OK",
    "other:thing/,                 OK",
    "__proto__,                    CONDITION_KEY",
  })
  void rule14_key(String key, String expected) {
    assertEquals(expected, conditionVerdict("'StringEquals':{'" + key + "':'x'}"));
  }

  @Test
  void rule14_keysThatDifferInCaseOnly_areRefused() {
    assertEquals(
        "CONDITION_KEY", conditionVerdict("'StringEquals':{'aws:Referer':'x','AWS:REFERER':'y'}"));
    assertEquals(
        "OK",
        conditionVerdict("'StringEquals':{'aws:Referer':'x'},'StringLike':{'AWS:REFERER':'y'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NumericEquals      | '1.5'                        | OK",
        "NumericEquals      | 1.5e3                        | OK",
        "NumericEquals      | 'x'                          | CONDITION_VALUE",
        "NumericEquals      | true                         | CONDITION_VALUE",
        "NumericEquals      | ['1','x']                    | CONDITION_VALUE",
        "NumericEquals      | ''                           | CONDITION_VALUE",
        "NumericEquals      | '1e401'                      | CONDITION_VALUE",
        "DateLessThan       | '2026-01-01T00:00:00Z'       | OK",
        "DateLessThan       | 1893456000                   | OK",
        "DateLessThan       | '2026-*'                     | CONDITION_VALUE",
        "DateLessThan       | 'tomorrow'                   | CONDITION_VALUE",
        "DateLessThan       | 1.5                          | CONDITION_VALUE",
        "Bool               | 'TRUE'                       | OK",
        "Bool               | false                        | OK",
        "Bool               | 1                            | CONDITION_VALUE",
        "Bool               | 'yes'                        | CONDITION_VALUE",
        "Null               | 'False'                      | OK",
        "Null               | true                         | OK",
        "Null               | 'x'                          | CONDITION_VALUE",
        "Null               | 1                            | CONDITION_VALUE",
        "IpAddress          | '10.0.0.0/8'                 | OK",
        "IpAddress          | '0.0.0.0/0'                  | OK",
        "IpAddress          | '::/0'                       | OK",
        "NotIpAddress       | '2001:db8::1'                | OK",
        "IpAddress          | '10.0.0.0/33'                | CONDITION_VALUE",
        "IpAddress          | '::/129'                     | CONDITION_VALUE",
        "IpAddress          | '10.0.0'                     | CONDITION_VALUE",
        "IpAddress          | '10.0.0.*'                   | CONDITION_VALUE",
        "IpAddress          | 'example.com'                | CONDITION_VALUE",
        "IpAddress          | 'fe80::1%eth0'               | CONDITION_VALUE",
        "BinaryEquals       | 'QUJD'                       | OK",
        "BinaryEquals       | 'Q'                          | CONDITION_VALUE",
        "BinaryEquals       | '!'                          | CONDITION_VALUE",
        "ArnLike            | 'arn:aws:iam::*:*'           | OK",
        "ArnEquals          | 'arn:aws:iam::1:${aws:a}'    | OK",
        "ArnLike            | 'arn:aws:${aws:a}::1:x'      | OK",
        "ArnLike            | '*'                          | CONDITION_VALUE",
        "ArnLike            | 'arn:aws:iam:1'              | CONDITION_VALUE",
        "ArnLike            | 'arn:${aws:a:b:c:d}'         | CONDITION_VALUE",
        "StringEquals       | ['', 1, true]                | OK",
        "StringLike         | '*${aws:a}?${*}'             | OK",
        "StringEquals       | '${aws:a'                    | VARIABLE",
        "StringLike         | '${}'                        | VARIABLE",
        "StringEquals       | '${ aws:a}'                  | VARIABLE",
        "StringEquals       | '${aws:a }'                  | VARIABLE",
        "StringEquals       | '${aws:PrincipalTag/a b}'    | VARIABLE",
        "StringEquals       | '${aws:a, x}'           | VARIABLE",
        "StringEquals       | '${aws:a,x}'                 | VARIABLE",
        "StringEquals       | '${aws:a, \\u0027x}'         | VARIABLE",
        "StringEquals       | '${aws:a, \\u0027x\\u0027'   | VARIABLE",
        "StringEquals       | '${aws:a,\\u0027x\\u0027}'   | VARIABLE",
        "StringEquals       | '${aws:a,  \\u0027x\\u0027}' | VARIABLE",
        "StringEquals       | '${aws:a , \\u0027x\\u0027}' | VARIABLE",
        "StringEquals       | '${, \\u0027x\\u0027}'       | VARIABLE",
        "StringEquals       | '${aws:a, \\u0027x\\u0027}'  | OK",
        "StringEquals       | '${aws:a, \\u0027\\u0027}'   | OK",
        "StringEquals       | '${aws:${aws:b}}'            | VARIABLE",
        "StringEquals       | '${\\u0027aws:a\\u0027}'     | VARIABLE",
        "StringEquals       | '${aws:a\\u00a0}'            | OK",
        "StringEquals       | '${aws:a\\u2003}'            | VARIABLE",
        "NumericEquals      | '${aws:a}'                   | VARIABLE",
        "DateEquals         | '${aws:a}'                   | VARIABLE",
        "Bool               | '${aws:a}'                   | VARIABLE",
        "Null               | '${aws:a}'                   | VARIABLE",
        "IpAddress          | '${aws:a}'                   | VARIABLE",
        "BinaryEquals       | '${aws:a}'                   | VARIABLE",
      })
  void rule15_value(String operator, String value, String expected) {
    assertEquals(expected, conditionVerdict("'" + operator + "':{'aws:a':" + value + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'${aws:username}'             | OK",
        "'${aws:username'              | VARIABLE",
        "'${}'                         | VARIABLE",
        "'${aws:a, \\u0027x\\u0027}'   | OK",
      })
  void rule15_variableInResource(String end, String expected) {
    String resource = "'Resource':'" + CONTAINER + "/" + end.substring(1);

    assertEquals(expected, verdictOn(EFFECT, PRINCIPAL, ACTION, resource));
    assertEquals(
        "OK",
        verdict(
            "{'Version':'2008-10-17','Statement':"
                + statement(EFFECT, PRINCIPAL, ACTION, resource)
                + "}",
            RULES));
  }

  /** The version decides about variables even if it comes last. */
  @Test
  void rule15_version_mayFollowTheStatement() {
    String statement = statement(EFFECT, PRINCIPAL, ACTION, "'Resource':'" + CONTAINER + "/${x'");

    assertEquals("OK", verdict("{'Statement':" + statement + "}", RULES));
    assertEquals(
        "VARIABLE", verdict("{'Statement':" + statement + ",'Version':'2012-10-17'}", RULES));
  }

  // ------------------------------------------------------------- Sids and counts (rules 16, 17)

  @ParameterizedTest
  @CsvSource({
    "Abc123, OK",
    "a, OK",
    "'', OK",
    "a b, SID",
    "a-b, SID",
    "a_b, SID",
    "a/, SID",
    "a:, SID",
    "'[', SID",
    "'`', SID",
    "'{', SID",
    "'@', SID",
    "\\u00e9, SID",
    "a\\u0000, SID",
    "\\u0661, SID"
  })
  void rule16_sid(String sid, String expected) {
    assertEquals(expected, verdictOn("'Sid':'" + sid + "'", EFFECT, PRINCIPAL, ACTION, RESOURCE));
  }

  @Test
  void rule16_repeatedSid_isRefused() {
    String a = statement("'Sid':'A'", EFFECT, PRINCIPAL, ACTION, RESOURCE);
    String empty = statement("'Sid':''", EFFECT, PRINCIPAL, ACTION, RESOURCE);

    assertEquals("SID", verdict(policy(a, a), RULES));
    assertEquals("OK", verdict(policy(a, a.replace("'A'", "'a'")), RULES));
    assertEquals("OK", verdict(policy(empty, empty), RULES));
    assertEquals("OK", verdict(policy(a, a), PolicyRules.evaluationOnly(PolicyType.RESOURCE)));
  }

  @Test
  void rule17_countsAreLimited() {
    String statement = "{'Effect':'Deny','Action':'*','Resource':'*'}";
    PolicyRules roomy =
        IDENTITY.withLimits(PolicyLimits.identityPolicy().withMaxCharacters(99_999));

    assertEquals("OK", verdict(policy(many(100, statement)), roomy));
    assertEquals("LIMIT", verdict(policy(many(101, statement)), roomy));
    assertEquals("OK", verdict(lists(200, "'s3:Get'"), roomy));
    assertEquals("LIMIT", verdict(lists(201, "'s3:Get'"), roomy));
    assertEquals("OK", verdict(conditions(values(200, "'x'")), roomy));
    assertEquals("LIMIT", verdict(conditions(values(201, "'x'")), roomy));
    assertEquals("OK", verdict(conditions(keys(1, 20)), roomy));
    assertEquals("LIMIT", verdict(conditions(keys(1, 21)), roomy));
    assertEquals("OK", verdict(conditions(keys(1, 10) + "},'StringLike':{" + keys(11, 20)), roomy));
    assertEquals(
        "LIMIT", verdict(conditions(keys(1, 10) + "},'StringLike':{" + keys(11, 21)), roomy));
    assertEquals(
        "LIMIT",
        verdict(
            "{'Statement':{'Effect':'Deny','Action':'*','Resource':'*','Principal':{'AWS':["
                + many(201, "'*'")
                + "]}}}",
            PolicyRules.evaluationOnly(PolicyType.RESOURCE)));
  }

  private static String many(int count, String text) {
    return IntStream.range(0, count).mapToObj(i -> text).collect(Collectors.joining(","));
  }

  private static String lists(int count, String action) {
    return policy("{'Effect':'Deny','Resource':'*','Action':[" + many(count, action) + "]}");
  }

  private static String values(int count, String value) {
    return "'aws:a':[" + many(count, value) + "]";
  }

  private static String keys(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "'aws:k" + i + "':'x'")
        .collect(Collectors.joining(","));
  }

  private static String conditions(String entries) {
    return policy(
        "{'Effect':'Deny','Resource':'*','Action':'*','Condition':{'StringEquals':{"
            + entries
            + "}}}");
  }

  // --------------------------------------------------------------------- identity policies

  @Test
  void identityPolicy_hasNeitherIdNorPrincipals() {
    String statement = "{'Effect':'Allow','Action':'*','Resource':'*'}";

    assertEquals("UNKNOWN_MEMBER", verdict("{'Id':'x','Statement':" + statement + "}", IDENTITY));
    assertEquals(
        "UNKNOWN_MEMBER",
        verdict(
            policy("{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}"), IDENTITY));
    assertEquals(
        "UNKNOWN_MEMBER",
        verdict(
            policy("{'Effect':'Allow','Action':'*','Resource':'*','NotPrincipal':'*'}"), IDENTITY));
    assertEquals(
        "OK",
        verdict(
            "{'Id':'x','Statement':" + statement(EFFECT, PRINCIPAL, ACTION, RESOURCE) + "}",
            RULES));
  }

  @Test
  void identityPolicy_otherwisePassesTheSameChecks() {
    assertEquals(
        "SID",
        verdict(policy("{'Sid':'a b','Effect':'Allow','Action':'*','Resource':'*'}"), IDENTITY));
    assertEquals(
        "CONDITION_VALUE",
        verdict(
            policy(
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'aws:a':"
                    + "'x'}}}"),
            IDENTITY));
  }

  // ------------------------------------------------------------------------- error messages

  /** The first error in document order, wherever the check belongs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Statement':{'Effect':'x'},'Version':'x'}                                  | EFFECT",
        "{'Version':'x','Statement':{'Effect':'x'}}                                  | VERSION",
        "{'Statement':[{'Action':'x','Effect':'x'}]}                                 | ACTION",
        "{'Statement':[{'Effect':'x','Action':'x'}]}                                 | EFFECT",
        "{'Statement':[{'Effect':'x'},{'Effect':'x'},1]}                             | EFFECT",
        "{'Statement':[1,{'Effect':'x'}]}                                            | TYPE",
        "{'Statement':{'Sid':'a b','Effect':'Allow','Effect':'Allow'}}               | SID",
        "{'Statement':{'Effect':'Allow','Effect':'Allow','Sid':'a b'}}               | DUPLICATE_MEMBER",
        "{'Foo':1,'Statement':{'Effect':'x'}}                                        | UNKNOWN_MEMBER",
        "{'Statement':{'Effect':'Allow','Condition':{'A':{},'Bool':{'x':1}}}}        | CONDITION_OPERATOR",
        "{'Statement':{'Effect':'Allow','Condition':{'Bool':{'x':1},'A':{}}}}        | CONDITION_KEY",
      })
  void firstErrorInDocumentOrder_isReported(String text, String expected) {
    assertEquals(expected, verdict(text, RULES));
  }

  @Test
  void offset_pointsAtTheFault() {
    String text = json("{'Statement':{'Effect':'Nope'}}");

    assertEquals(text.indexOf("\"Nope\""), error(text, RULES).orElseThrow().offset());
    String unknown = json("{'Statement':{'Effect':'Deny','Foo':1}}");
    assertEquals(unknown.indexOf("\"Foo\""), error(unknown, RULES).orElseThrow().offset());
    String value = json("{'Statement':{'Action':['mediastore:*',  's3:*']}}");
    assertEquals(value.indexOf("\"s3:*\""), error(value, RULES).orElseThrow().offset());
    String missing = json("{'Statement':[ {}]}");
    assertEquals(missing.indexOf("{}"), error(missing, RULES).orElseThrow().offset());
    String broken = json("{'Statement':[ }]}");
    assertEquals(broken.indexOf("}"), error(broken, RULES).orElseThrow().offset());
    String count = json("{'Statement':[" + many(101, "{'Effect':'Deny'}") + "]}");
    assertTrue(error(count, RULES).orElseThrow().offset() > 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                      | The policy is not well-formed JSON at line 1, column 2",
        "{} x                                   | The policy is not well-formed JSON at line 1, column 4",
        "{} {}                                  | The policy is followed by something else",
        "[]                                     | The policy must be an object",
        "{'Foo':1}                              | The policy has an unknown member; known are Version, Id and Statement",
        "{'Version':'1'}                        | Version must be 2012-10-17 or 2008-10-17",
        "{'Version':1}                          | Version must be a string",
        "{'Statement':[]}                       | Statement must have at least one statement",
        "{'Statement':1}                        | Statement must be an object or a list of objects",
        "{'Statement':{'Foo':1}}                | statement 0 has a member that the policy language does not know",
        "{'Statement':{'Sid':'A','Foo':1}}      | statement 'A' has a member that the policy language does not know",
        "{'Statement':{'Foo':1,'Sid':'A'}}      | statement 'A' has a member that the policy language does not know",
        "{'Statement':{'Effect':'x','Sid':'a b'}} | Effect in statement 0 must be Allow or Deny",
        "{'Statement':{'Effect':'x','Sid':''}}  | Effect in statement 0 must be Allow or Deny",
        "{'Statement':{'Effect':'x','Sid':1}}   | Effect in statement 0 must be Allow or Deny",
        "{'Statement':{'Sid':'A','Sid':'B'}}    | statement 'A' has a member that is given twice",
        "{'Statement':{'Action':'x'}}           | Action in statement 0 must be \"*\" or of the form service:Action",
        "{'Statement':{'Action':'s3:*'}}        | Action in statement 0 must be \"*\" or start with mediastore: in a container policy",
        "{'Statement':{'Action':'mediastore:X'}} | Action in statement 0 names no action of mediastore",
        "{'Statement':{'Action':[1,2]}}         | Action in statement 0 must be a string or a list of strings (value 1 of 2)",
        "{'Statement':{'Condition':{'X':{}}}}   | Condition in statement 0 has an unknown condition operator",
        "{'Statement':{'Condition':{'Bool':{'aws:a':'x'}}}} | Condition in statement 0 has a condition value that must be \"true\" or \"false\"",
        "{'Statement':{'Condition':{'Bool':{'aws:a':[true,'x']}}}} | Condition in statement 0 has a condition value that must be \"true\" or \"false\" (value 2 of 2)",
        "{'Statement':{'Principal':'x'}}        | Principal in statement 0 must be \"*\" or an object such as {\"AWS\": \"111122223333\"}",
      })
  void message_saysWhatToMend(String text, String expected) {
    assertEquals(
        "Invalid Container Policy: " + expected, error(json(text), RULES).orElseThrow().message());
    assertTrue(
        error(json(text), PolicyRules.evaluationOnly(PolicyType.RESOURCE))
            .map(error -> error.message().startsWith("Invalid Policy: "))
            .orElse(true));
  }

  /** Policies hold shared secrets; a refusal must not carry them into answers and logs. */
  @Test
  void message_quotesNoPolicyText() {
    String secret = "s3cret";
    for (String text :
        List.of(
            "{'" + secret + "':1}",
            "{'Version':'" + secret + "'}",
            "{" + secret + "}",
            "{'Statement':{'" + secret + "':1}}",
            "{'Statement':{'Effect':'" + secret + "'}}",
            "{'Statement':{'Action':'" + secret + "'}}",
            "{'Statement':{'Resource':'" + secret + "'}}",
            "{'Statement':{'Principal':'" + secret + "'}}",
            "{'Statement':{'Principal':{'" + secret + "':1}}}",
            "{'Statement':{'Principal':{'AWS':'" + secret + "'}}}",
            "{'Statement':{'Condition':{'" + secret + "':{}}}}",
            "{'Statement':{'Condition':{'Bool':{'" + secret + "':1}}}}",
            "{'Statement':{'Condition':{'Bool':{'aws:a':'" + secret + "'}}}}",
            "{'Statement':{'Condition':{'StringLike':{'aws:a':'${" + secret + "'}}}}")) {
      PolicyError error = error(json(text), RULES).orElseThrow();
      assertTrue(!error.toString().contains(secret), error.message());
    }
  }

  @Test
  void message_isAtMost255Characters() {
    String container = CONTAINER + "x".repeat(200);
    String sid = "S".repeat(51);
    String members = "'Sid':'" + sid + "',";
    String longestQuoted = members.replace(sid, "S".repeat(50));
    for (String start : List.of(members, longestQuoted)) {
      for (String fault :
          List.of(
              "'NotResource':[" + many(200, "'arn:x'") + "]",
              "'NotPrincipal':{'AWS':[" + many(200, "'x'") + "]}",
              "'NotPrincipal':{'Service':[" + many(200, "'x'") + "]}",
              "'NotAction':[" + many(200, "'x:y'") + "]",
              "'Condition':{'IpAddress':{'aws:a':[" + many(200, "'x'") + "]}}")) {
        for (String arn : List.of(container, CONTAINER + "x".repeat(42))) {
          String message =
              error(policy("{" + start + fault + "}"), PolicyRules.containerPolicy(arn))
                  .orElseThrow()
                  .message();
          assertTrue(message.length() <= 255, message);
        }
      }
    }
    assertTrue(message("'Sid':'" + sid + "'", "'Effect':'x'").contains("statement 0"));
    assertTrue(message("'Sid':'" + sid.substring(1) + "'", "'Effect':'x'").contains("'SSS"));
  }
}
