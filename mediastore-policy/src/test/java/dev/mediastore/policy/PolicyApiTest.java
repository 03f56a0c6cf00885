// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.CONTAINER;
import static dev.mediastore.policy.Scenario.json;
import static dev.mediastore.policy.Scenario.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that callers build and read. */
class PolicyApiTest {
  private static final String IDENTITY = "{'Effect':'Allow','Action':'*','Resource':'*'}";
  private static final String RESOURCE =
      "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";

  @Test
  void document_tellsItsParts() {
    PolicyDocument document =
        PolicyDocument.parse(
            json(
                "{'Version':'2008-10-17','Id':'my id','Statement':[{'Sid':'One',"
                    + "'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'},"
                    + RESOURCE
                    + "]}"),
            PolicyRules.evaluationOnly(PolicyType.RESOURCE));

    assertTrue(document.isResourcePolicy());
    assertEquals(Optional.of("2008-10-17"), document.version());
    assertEquals(Optional.of("my id"), document.id());
    assertEquals(2, document.statements().size());
    Statement first = document.statements().get(0);
    assertEquals(0, first.index());
    assertEquals(Optional.of("One"), first.sid());
    assertEquals(Effect.DENY, first.effect());
    Statement second = document.statements().get(1);
    assertEquals(1, second.index());
    assertEquals(Optional.empty(), second.sid());
    assertEquals(Effect.ALLOW, second.effect());
    assertEquals("[Statement[0 One Deny], Statement[1 Allow]]", document.statements().toString());
    assertEquals(Set.of(), document.conditionKeys());
    assertEquals("PolicyDocument[2 statements]", document.toString());
  }

  @Test
  void document_withoutVersionAndId() {
    PolicyDocument document =
        PolicyDocument.parse(
            json("{'Statement':" + IDENTITY + "}"),
            PolicyRules.evaluationOnly(PolicyType.IDENTITY));

    assertFalse(document.isResourcePolicy());
    assertEquals(Optional.empty(), document.version());
    assertEquals(Optional.empty(), document.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // as written | in normal form
        "{'Statement':{'Resource':['*'],'Action':['a:b','c:d'],'Effect':'Allow'}}"
            + "|{'Statement':[{'Effect':'Allow','Action':['a:b','c:d'],'Resource':'*'}]}",
        "{'Statement':[{'NotAction':[],'NotResource':'*','Effect':'Deny','Sid':'A'}],"
            + "'Version':'2012-10-17'}"
            + "|{'Version':'2012-10-17','Statement':[{'Sid':'A','Effect':'Deny','NotAction':[],"
            + "'NotResource':'*'}]}",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':"
            + "{'aws:b':true},'numericequals':{'aws:c':[1.50,2],'aws:d':[]},'StringLike':{}}}}"
            + "|{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':"
            + "{'aws:b':'true'},'numericequals':{'aws:c':['1.5','2'],'aws:d':[]}}}]}",
        "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{}}}"
            + "|{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*'}]}",
        "{'Statement':{'Effect':'Allow','Sid':'','Action':'*','Resource':'arn:a:b:c:d:\u00e9'}}"
            + "|{'Statement':[{'Effect':'Allow','Action':'*','Resource':'arn:a:b:c:d:\\u00E9'}]}",
      })
  void normalForm_ofIdentityPolicy(String written, String normal) {
    PolicyRules rules = PolicyRules.evaluationOnly(PolicyType.IDENTITY);
    PolicyDocument document = PolicyDocument.parse(json(written), rules);

    assertEquals(json(normal), document.toJson());
    assertEquals(document, PolicyDocument.parse(document.toJson(), rules));
    assertEquals(document.hashCode(), PolicyDocument.parse(document.toJson(), rules).hashCode());
  }

  @Test
  void normalForm_ofResourcePolicy() {
    PolicyRules rules = PolicyRules.evaluationOnly(PolicyType.RESOURCE);
    String normal =
        json(
            "{'Id':'i','Statement':[{'Effect':'Allow','Principal':'*','Action':'*',"
                + "'Resource':'*'},{'Effect':'Allow','NotPrincipal':'*','Action':'*',"
                + "'Resource':'*'},{'Effect':'Deny','NotPrincipal':{'AWS':['*','111122223333'],"
                + "'Service':'a.b','Federated':[]},'Action':'*','Resource':'*'},"
                + "{'Effect':'Deny','Principal':{},'Action':'*','Resource':'*'}]}");

    assertEquals(normal, PolicyDocument.parse(normal, rules).toJson());
  }

  @Test
  void documents_areEqualByContentAndRules() {
    PolicyRules strict = PolicyRules.containerPolicy(CONTAINER).withStrict();
    PolicyRules open = PolicyRules.containerPolicy(CONTAINER).withInsecurePutAllowed();
    String text =
        policy(
            "{'Effect':'Allow','Principal':'*','Action':'mediastore:GetObject','Resource':'"
                + CONTAINER
                + "/*'}");
    PolicyDocument document = PolicyDocument.parse(text, strict);

    assertEquals(document, PolicyDocument.parse(text.replace(",", " , "), strict));
    assertNotEquals(document, PolicyDocument.parse(text, open));
    assertNotEquals(document, PolicyDocument.parse(text.replace("Get", "Describe"), strict));
    assertNotEquals(document, text);
  }

  @Test
  void rules_areValues() {
    PolicyRules rules = PolicyRules.containerPolicy(CONTAINER);

    assertEquals(rules, PolicyRules.containerPolicy(CONTAINER));
    assertEquals(rules.hashCode(), PolicyRules.containerPolicy(CONTAINER).hashCode());
    assertNotEquals(rules, PolicyRules.containerPolicy(CONTAINER + "2"));
    assertNotEquals(rules, rules.withStrict());
    assertNotEquals(rules, rules.withInsecurePutAllowed());
    assertNotEquals(rules, rules.withLimits(PolicyLimits.identityPolicy()));
    assertNotEquals(rules, PolicyRules.identityPolicy());
    assertNotEquals(PolicyRules.identityPolicy(), PolicyRules.evaluationOnly(PolicyType.IDENTITY));
    assertNotEquals(
        PolicyRules.evaluationOnly(PolicyType.RESOURCE),
        PolicyRules.evaluationOnly(PolicyType.IDENTITY));
    assertEquals(
        PolicyRules.evaluationOnly(PolicyType.SESSION),
        PolicyRules.evaluationOnly(PolicyType.IDENTITY));
    assertNotEquals(rules, "rules");
    assertEquals(Optional.of(CONTAINER), rules.containerArn());
    assertEquals(PolicyType.RESOURCE, rules.type());
    assertEquals(8_192, rules.limits().maxCharacters());
    assertEquals(10_240, PolicyRules.identityPolicy().limits().maxCharacters());
    assertEquals(Optional.empty(), PolicyRules.identityPolicy().containerArn());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "live",
        "arn:aws:mediastore:us-east-1:111122223333:container/",
        "arn:aws:mediastore:us-east-1:111122223333:container/live/",
        "arn:aws:mediastore:us-east-1:111122223333:container/live/a",
        "arn:aws:mediastore:us-east-1:111122223333:container/*",
        "arn:aws:mediastore:us-east-1:11112222333:container/live",
        "arn:aws:s3:us-east-1:111122223333:container/live",
        "arn:aws:mediastore:us-east-1:111122223333:bucket/live",
      })
  void textThatIsNoContainerArn_makesNoRules(String arn) {
    assertThrows(IllegalArgumentException.class, () -> PolicyRules.containerPolicy(arn));
    assertThrows(
        IllegalArgumentException.class,
        () -> PolicyDocument.containerDefaultPolicy(arn, Scenario.ACCOUNT));
  }

  @Test
  void limits_arePositive() {
    assertThrows(IllegalArgumentException.class, () -> new PolicyLimits(0, 1, 1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PolicyLimits(1, 0, 1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PolicyLimits(1, 1, 0, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PolicyLimits(1, 1, 1, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PolicyLimits(1, 1, 1, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new PolicyLimits(1, 1, 1, 1, 1, 0));
    assertEquals(1, new PolicyLimits(1, 1, 1, 1, 1, 1).maxNesting());
    assertEquals(
        new PolicyLimits(5, 100, 200, 20, 32, 64),
        PolicyLimits.containerPolicy().withMaxCharacters(5));
  }

  @Test
  void parse_ofBadText_throwsTheFirstError() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> PolicyDocument.parse("{}", PolicyRules.identityPolicy()));

    assertEquals("Invalid Policy: The policy must have a Statement", thrown.getMessage());
  }

  @Test
  void validation_tellsDocumentOrError() {
    PolicyValidation valid =
        PolicyDocument.validate(policy(IDENTITY), PolicyRules.identityPolicy());
    PolicyValidation invalid = PolicyDocument.validate("{}", PolicyRules.identityPolicy());

    assertTrue(valid.isValid());
    assertTrue(valid.document().isPresent());
    assertEquals(Optional.empty(), valid.error());
    assertEquals(List.of(), valid.warnings());
    assertEquals("valid", valid.toString());
    assertFalse(invalid.isValid());
    assertEquals(Optional.empty(), invalid.document());
    assertTrue(invalid.error().isPresent());
    assertEquals("invalid: MISSING_OR_CONFLICTING_MEMBER", invalid.toString());
  }

  @Test
  void defaultPolicy_isValidAndTheOwners() {
    String text = PolicyDocument.containerDefaultPolicy(CONTAINER, Scenario.ACCOUNT);
    PolicyDocument document =
        PolicyDocument.parse(text, PolicyRules.containerPolicy(CONTAINER).withStrict());

    assertEquals(
        policy(
            "{'Sid':'MediaStoreFullAccess','Effect':'Allow','Principal':{'AWS':"
                + "'arn:aws:iam::111122223333:root'},'Action':'mediastore:*','Resource':'"
                + CONTAINER
                + "/*','Condition':{'Bool':{'aws:SecureTransport':'true'}}}"),
        document.toJson());
    assertTrue(
        PolicyDocument.containerDefaultPolicy(
                CONTAINER.replace("arn:aws:", "arn:aws-cn:"), Scenario.ACCOUNT)
            .contains("\"arn:aws-cn:iam::111122223333:root\""));
    assertThrows(
        IllegalArgumentException.class,
        () -> PolicyDocument.containerDefaultPolicy(CONTAINER, "1"));
  }

  @Test
  void request_isChecked() {
    Principal principal = Principal.anonymous();
    AuthorizationContext context = AuthorizationContext.empty();

    assertThrows(
        IllegalArgumentException.class,
        () -> new AuthorizationRequest(principal, "GetObject", null, "1", context));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AuthorizationRequest(principal, ":GetObject", null, "1", context));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AuthorizationRequest(principal, "a:b", "*", "1", context));
    assertNull(new AuthorizationRequest(principal, "a:b", null, "1", context).resource());
  }

  @Test
  void policySet_keepsDocumentsInTheirPlaces() {
    PolicyDocument identity = Scenario.identityPolicy(IDENTITY);
    PolicyDocument resource = Scenario.resourcePolicy(RESOURCE);
    PolicySet set =
        PolicySet.builder()
            .identityPolicies(List.of(identity, identity))
            .resourcePolicy(resource)
            .permissionsBoundary(identity)
            .sessionPolicy(identity)
            .build();

    assertEquals(List.of(identity, identity), set.identityPolicies());
    assertEquals(Optional.of(resource), set.resourcePolicy());
    assertEquals(Optional.of(identity), set.permissionsBoundary());
    assertEquals(List.of(identity), set.sessionPolicies());
    assertEquals("PolicySet[identity=2, resource=1, boundary=1, session=1]", set.toString());
    assertEquals(
        "PolicySet[identity=0, resource=0, boundary=0, session=0]", PolicySet.empty().toString());
    assertEquals(List.of(), PolicySet.empty().identityPolicies());
    assertEquals(
        Optional.empty(),
        PolicySet.builder().resourcePolicy(resource).resourcePolicy(null).build().resourcePolicy());
    assertEquals(
        Optional.empty(),
        PolicySet.builder()
            .permissionsBoundary(identity)
            .permissionsBoundary(null)
            .build()
            .permissionsBoundary());
  }

  @Test
  void policySet_refusesDocumentsInTheWrongPlace() {
    PolicyDocument identity = Scenario.identityPolicy(IDENTITY);
    PolicyDocument resource = Scenario.resourcePolicy(RESOURCE);
    PolicySet.Builder builder = PolicySet.builder();

    assertThrows(IllegalArgumentException.class, () -> builder.identityPolicy(resource));
    assertThrows(IllegalArgumentException.class, () -> builder.permissionsBoundary(resource));
    assertThrows(IllegalArgumentException.class, () -> builder.sessionPolicy(resource));
    assertThrows(IllegalArgumentException.class, () -> builder.resourcePolicy(identity));
  }

  @Test
  void context_findsKeysInAnyCase() {
    List<String> tags = new ArrayList<>(List.of("a"));
    AuthorizationContext context =
        AuthorizationContext.builder()
            .put("aws:SourceIp", "10.0.0.1")
            .put("aws:TagKeys", tags)
            .putIfPresent("aws:Referer", null)
            .putIfPresent("aws:UserAgent", "x")
            .build();
    tags.add("b");

    assertEquals("10.0.0.1", context.value("AWS:SOURCEIP"));
    assertEquals("10.0.0.1", context.value("aws:sourceip"));
    assertNull(context.values("aws:SourceIp"));
    assertEquals(List.of("a"), context.values("AWS:tagkeys"));
    assertNull(context.value("aws:TagKeys"));
    assertNull(context.value("aws:Referer"));
    assertNull(context.value("aws:referer"));
    assertEquals("x", context.value("aws:useragent"));
    assertNull(AuthorizationContext.empty().value("aws:useragent"));
  }

  @Test
  void context_keepsTheFirstOfEqualNames() {
    AuthorizationContext context =
        AuthorizationContext.builder()
            .put("aws:A", "first")
            .put("aws:a", "second")
            .put("AWS:a", List.of("third"))
            .put("aws:B", List.of("first"))
            .put("aws:b", List.of("second"))
            .put("aws:b", "third")
            .build();

    assertEquals("first", context.value("aws:a"));
    assertNull(context.values("aws:a"));
    assertEquals(List.of("first"), context.values("aws:b"));
    assertNull(context.value("aws:b"));
  }

  @Test
  void context_doesNotChangeWithItsBuilder() {
    AuthorizationContext.Builder builder = AuthorizationContext.builder().put("aws:a", "x");
    AuthorizationContext context = builder.build();
    builder.put("aws:b", "y").put("aws:c", List.of("z"));

    assertNull(context.value("aws:b"));
    assertNull(context.values("aws:c"));
  }

  @Test
  void context_printsNamesOnly() {
    assertEquals(
        "AuthorizationContext[aws:referer][aws:tagkeys]",
        AuthorizationContext.builder()
            .put("aws:Referer", "s3cret")
            .put("aws:TagKeys", List.of("x"))
            .build()
            .toString());
  }

  @Test
  void words_areThoseOfThePolicyLanguage() {
    assertEquals("Allow", Effect.ALLOW.text());
    assertEquals("Deny", Effect.DENY.text());
    assertEquals("session policy", PolicyType.SESSION.label());
    assertEquals(
        "statement 3 'Play' of resource policy",
        new StatementReference(PolicyType.RESOURCE, 0, 3, "Play").toString());
  }

  @Test
  void request_hasASecondNameOnlyBesideAFirst() {
    String bare = Scenario.CONTAINER;
    assertEquals(bare, Scenario.scenario().on("/").alsoNamed("").request().otherName());
    assertNull(Scenario.scenario().request().otherName());
    Scenario nothing = Scenario.scenario().on(null).alsoNamed("");
    assertThrows(IllegalArgumentException.class, nothing::request);
    AuthorizationContext context = AuthorizationContext.builder().build();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new AuthorizationRequest(
                Scenario.ANN, "mediastore:ListItems", bare, "live", Scenario.ACCOUNT, context));
  }
}
