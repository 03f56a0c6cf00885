// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The container policies of the service's guide (contract section 12.4), stored as an author would
 * send them, and who may do what under them.
 */
class OfficialPoliciesTest {
  private static final String CONTAINER =
      "arn:aws:mediastore:us-west-2:111122223333:container/movies";
  private static final String DISTRIBUTION =
      "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE";
  private static final Map<String, Principal> CALLERS =
      Map.of(
          "anonymous", Principal.anonymous(),
          "root", Principal.root("111122223333"),
          "owner", Principal.user("arn:aws:iam::111122223333:user/ann"),
          "partner", Principal.user("arn:aws:iam::444455556666:user/pat"),
          "partnerRole",
              Principal.assumedRole("arn:aws:sts::444455556666:assumed-role/EngineeringTeam/pat"),
          "otherRole", Principal.assumedRole("arn:aws:sts::444455556666:assumed-role/Sales/sue"),
          "stranger", Principal.user("arn:aws:iam::777788889999:user/sam"),
          "cloudfront", Principal.service("cloudfront.amazonaws.com"),
          "events", Principal.service("events.amazonaws.com"));

  private static PolicyDocument document(String name, PolicyRules rules) {
    try (InputStream in =
        Objects.requireNonNull(
            OfficialPoliciesTest.class.getResourceAsStream("/official/" + name + ".json"))) {
      return PolicyDocument.parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII), rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Default",
        "PublicReadOverHttps",
        "PublicReadOverHttpOrHttps",
        "CrossAccountReadOverHttpOrHttps",
        "CrossAccountReadOverHttps",
        "CrossAccountRoleRead",
        "CrossAccountRoleFull",
        "AccessBySpecificIPAddress",
        "CloudFrontRead",
        "CloudFrontServicePrincipalReadOnly",
        "CloudFrontServicePrincipalReadWrite",
        "OriginAccessIdentity",
        "TerraformAcceptance",
      })
  void policy_isValidUnchangedUnderBothDialects(String name) {
    PolicyRules rules = PolicyRules.containerPolicy(CONTAINER);

    assertTrue(document(name, rules).statements().size() >= 1);
    assertEquals(document(name, rules.withStrict()).toJson(), document(name, rules).toJson());
  }

  /** Every caller with an account has an identity policy that allows everything, unless "bare". */
  @ParameterizedTest
  @CsvSource({
    // policy                             caller       action          address         tls
    // allowed
    "Default,                             owner,       PutObject,      10.0.0.1,       true,  true",
    "Default,                             partner,     GetObject,      10.0.0.1,       true,  false",
    "Default,                             anonymous,   GetObject,      10.0.0.1,       true,  false",
    "Default,                             root,        GetObject,      10.0.0.1,       false, true",
    "Default,                             bare owner,  GetObject,      10.0.0.1,       true,  false",
    "PublicReadOverHttps,                 anonymous,   GetObject,      10.0.0.1,       true,  true",
    "PublicReadOverHttps,                 anonymous,   DescribeObject, 10.0.0.1,       true,  true",
    "PublicReadOverHttps,                 anonymous,   GetObject,      10.0.0.1,       false, false",
    "PublicReadOverHttps,                 anonymous,   PutObject,      10.0.0.1,       true,  false",
    "PublicReadOverHttps,                 anonymous,   ListItems,      10.0.0.1,       true,  false",
    "PublicReadOverHttps,                 stranger,    GetObject,      10.0.0.1,       true,  true",
    "PublicReadOverHttps,                 bare stranger, GetObject,    10.0.0.1,       true,  false",
    "PublicReadOverHttps,                 bare owner,  GetObject,      10.0.0.1,       true,  true",
    "PublicReadOverHttps,                 events,      GetObject,      10.0.0.1,       true,  true",
    "PublicReadOverHttpOrHttps,           anonymous,   GetObject,      10.0.0.1,       false, true",
    "PublicReadOverHttpOrHttps,           anonymous,   DescribeObject, 10.0.0.1,       true,  true",
    "PublicReadOverHttpOrHttps,           anonymous,   DeleteObject,   10.0.0.1,       true,  false",
    "CrossAccountReadOverHttpOrHttps,     partner,     GetObject,      10.0.0.1,       false, true",
    "CrossAccountReadOverHttpOrHttps,     partnerRole, DescribeObject, 10.0.0.1,       true,  true",
    "CrossAccountReadOverHttpOrHttps,     partner,     PutObject,      10.0.0.1,       true,  false",
    "CrossAccountReadOverHttpOrHttps,     bare partner, GetObject,     10.0.0.1,       true,  false",
    "CrossAccountReadOverHttpOrHttps,     stranger,    GetObject,      10.0.0.1,       true,  false",
    "CrossAccountReadOverHttpOrHttps,     anonymous,   GetObject,      10.0.0.1,       true,  false",
    "CrossAccountReadOverHttps,           partner,     GetObject,      10.0.0.1,       true,  true",
    "CrossAccountReadOverHttps,           partner,     GetObject,      10.0.0.1,       false, false",
    "CrossAccountRoleRead,                partnerRole, GetObject,      10.0.0.1,       false, true",
    "CrossAccountRoleRead,                partnerRole, PutObject,      10.0.0.1,       true,  false",
    "CrossAccountRoleRead,                otherRole,   GetObject,      10.0.0.1,       true,  false",
    "CrossAccountRoleRead,                partner,     GetObject,      10.0.0.1,       true,  false",
    "CrossAccountRoleFull,                partnerRole, PutObject,      10.0.0.1,       true,  true",
    "CrossAccountRoleFull,                partnerRole, PutObject,      10.0.0.1,       false, false",
    "CrossAccountRoleFull,                partnerRole, DeleteObject,   10.0.0.1,       false, true",
    "CrossAccountRoleFull,                partnerRole, ListItems,      10.0.0.1,       true,  true",
    "CrossAccountRoleFull,                otherRole,   ListItems,      10.0.0.1,       true,  false",
    "AccessBySpecificIPAddress,           anonymous,   GetObject,      198.51.100.1,   false, true",
    "AccessBySpecificIPAddress,           anonymous,   DescribeObject, 198.51.100.255, true,  true",
    "AccessBySpecificIPAddress,           anonymous,   GetObject,      198.51.100.188, true,  false",
    "AccessBySpecificIPAddress,           anonymous,   GetObject,      198.51.101.1,   true,  false",
    "AccessBySpecificIPAddress,           anonymous,   GetObject,      2001:db8::1,    true,  false",
    "AccessBySpecificIPAddress,           anonymous,   PutObject,      198.51.100.1,   true,  false",
    "CloudFrontRead,                      anonymous,   GetObject,      10.0.0.1,       true,  true",
    "CloudFrontRead,                      anonymous,   GetObject,      10.0.0.1,       false, false",
    "CloudFrontRead,                      anonymous,   PutObject,      10.0.0.1,       true,  false",
    "CloudFrontServicePrincipalReadOnly,  cloudfront,  GetObject,      10.0.0.1,       true,  true",
    "CloudFrontServicePrincipalReadOnly,  cloudfront,  PutObject,      10.0.0.1,       true,  false",
    "CloudFrontServicePrincipalReadOnly,  cloudfront,  GetObject,      10.0.0.1,       false, false",
    "CloudFrontServicePrincipalReadOnly,  events,      GetObject,      10.0.0.1,       true,  false",
    "CloudFrontServicePrincipalReadOnly,  anonymous,   GetObject,      10.0.0.1,       true,  false",
    "CloudFrontServicePrincipalReadWrite, cloudfront,  PutObject,      10.0.0.1,       true,  true",
    "CloudFrontServicePrincipalReadWrite, cloudfront,  DeleteObject,   10.0.0.1,       true,  false",
    "OriginAccessIdentity,                anonymous,   GetObject,      10.0.0.1,       true,  true",
    "OriginAccessIdentity,                anonymous,   GetObject,      10.0.0.1,       false, false",
    "TerraformAcceptance,                 owner,       DeleteObject,   10.0.0.1,       true,  true",
    "TerraformAcceptance,                 stranger,    GetObject,      10.0.0.1,       true,  false",
  })
  void request_isDecided(
      String policy, String caller, String action, String address, String tls, boolean allowed) {
    assertEquals(
        allowed, decide(policy, caller, action, address, tls, "s3cret", "E1OAI", DISTRIBUTION));
  }

  @ParameterizedTest
  @CsvSource({
    "CloudFrontRead,                     anonymous,  wrong,  E1OAI, EDFDVBD6EXAMPLE, false",
    "CloudFrontRead,                     anonymous,  S3CRET, E1OAI, EDFDVBD6EXAMPLE, false",
    "CloudFrontRead,                     anonymous,  s3cret, other, EDFDVBD6EXAMPLE, true",
    "OriginAccessIdentity,               anonymous,  s3cret, other, EDFDVBD6EXAMPLE, false",
    "CloudFrontServicePrincipalReadOnly, cloudfront, s3cret, E1OAI, EOTHER,          false",
  })
  void secretOrSource_mustBeTheRightOne(
      String policy, String caller, String referer, String agent, String source, boolean allowed) {
    assertEquals(
        allowed,
        decide(
            policy,
            caller,
            "GetObject",
            "10.0.0.1",
            "true",
            referer,
            agent,
            DISTRIBUTION.replace("EDFDVBD6EXAMPLE", source)));
  }

  private static boolean decide(
      String policy,
      String caller,
      String action,
      String address,
      String tls,
      String referer,
      String agent,
      String source) {
    boolean bare = caller.startsWith("bare ");
    Principal principal =
        Objects.requireNonNull(CALLERS.get(bare ? caller.substring("bare ".length()) : caller));
    PolicySet.Builder policies =
        PolicySet.builder()
            .resourcePolicy(document(policy, PolicyRules.containerPolicy(CONTAINER)));
    // What the owner's own identity policies would allow must not hide what the policy does.
    if (!bare && !principal.equals(CALLERS.get("root"))) {
      policies.identityPolicy(
          Scenario.identityPolicy("{'Effect':'Allow','Action':'*','Resource':'*'}"));
    }
    AuthorizationContext context =
        AuthorizationContext.builder()
            .put("aws:SecureTransport", tls)
            .put("aws:SourceIp", address)
            .put("aws:Referer", referer)
            .put("aws:UserAgent", agent)
            .put("aws:SourceArn", source)
            .build();
    return PolicyEvaluator.create()
        .evaluate(
            new AuthorizationRequest(
                principal,
                "mediastore:" + action,
                CONTAINER + (action.equals("ListItems") ? "/" : "/a/b.ts"),
                "111122223333",
                context),
            policies.build())
        .isAllowed();
  }
}
