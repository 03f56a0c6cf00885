// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A random request with random policies. Values come from small pools in which near misses are
 * common, so that every element matches about as often as it does not.
 *
 * @param context each value a string or a list of strings
 */
record RandomCase(
    Principal principal,
    String action,
    @Nullable String resource,
    Map<String, Object> context,
    List<Policy> identityPolicies,
    @Nullable Policy resourcePolicy,
    @Nullable Policy boundary,
    @Nullable Policy session) {

  static final String ACCOUNT = "111122223333";

  /** A policy by its version, or none, and its statements as JSON. */
  record Policy(@Nullable String version, List<String> statements) {
    String json() {
      return "{"
          + (version == null ? "" : "\"Version\":\"" + version + "\",")
          + "\"Statement\":["
          + String.join(",", statements)
          + "]}";
    }

    Policy withStatements(List<String> others) {
      return new Policy(version, others);
    }
  }

  AuthorizationRequest request() {
    AuthorizationContext.Builder builder = AuthorizationContext.builder();
    context.forEach(
        (key, value) -> {
          if (value instanceof List<?> list) {
            builder.put(key, list.stream().map(String.class::cast).toList());
          } else {
            builder.put(key, (String) value);
          }
        });
    return new AuthorizationRequest(principal, action, resource, ACCOUNT, builder.build());
  }

  PolicySet policies() {
    PolicySet.Builder set = PolicySet.builder();
    identityPolicies.forEach(policy -> set.identityPolicy(parse(policy, PolicyType.IDENTITY)));
    if (resourcePolicy != null) {
      set.resourcePolicy(parse(resourcePolicy, PolicyType.RESOURCE));
    }
    if (boundary != null) {
      set.permissionsBoundary(parse(boundary, PolicyType.PERMISSIONS_BOUNDARY));
    }
    if (session != null) {
      set.sessionPolicy(parse(session, PolicyType.SESSION));
    }
    return set.build();
  }

  Decision.Outcome outcome() {
    return PolicyEvaluator.create().evaluate(request(), policies()).outcome();
  }

  static PolicyDocument parse(Policy policy, PolicyType type) {
    return PolicyDocument.parse(policy.json(), PolicyRules.evaluationOnly(type));
  }

  static RandomCase of(long seed) {
    return of(new Random(seed), List.of());
  }

  /**
   * A case of these random numbers.
   *
   * @param texts what values are taken from now and then, apart from the pools
   */
  static RandomCase of(Random random, List<String> texts) {
    return new Generator(random, texts).next();
  }

  /** One random statement, with a principal or without. */
  static String statement(long seed, String effect, boolean principal) {
    return new Generator(new Random(seed), List.of()).statement(effect, principal);
  }

  private static final class Generator {
    private static final String[] ACTIONS = {
      "mediastore:GetObject", "mediastore:PutObject", "mediastore:DescribeObject",
      "mediastore:ListItems", "mediastore:GetCorsPolicy", "mediastore:Future",
    };
    private static final String[] ACTION_PATTERNS = {
      "*", "mediastore:*", "mediastore:Get*", "mediastore:getobject", "mediastore:?utObject",
      "mediastore:*Object", "MEDIASTORE:ListItems", "s3:*", "mediastore:F*", "*:Put*",
    };
    private static final String PREFIX = "arn:aws:mediastore:us-east-1:111122223333:container/";
    private static final String[] RESOURCES = {
      PREFIX + "live/a/b.ts", PREFIX + "live/ann/x", PREFIX + "live/", PREFIX + "live",
      PREFIX + "vod/a", PREFIX + "live/*", PREFIX + "live/a:b", PREFIX + "live/\u00e9\ud83c\udfa7",
      PREFIX + "live/${aws:username}",
    };
    private static final String[] RESOURCE_PATTERNS = {
      "*",
      PREFIX + "live/*",
      PREFIX + "live*",
      PREFIX + "*",
      PREFIX + "live/a/b.ts",
      PREFIX + "live/?/*",
      PREFIX + "live/${aws:username}/*",
      PREFIX + "live/${aws:UserAgent}",
      PREFIX + "live/${aws:TagKeys}*",
      PREFIX + "live/${aws:userid, 'ann'}/x",
      PREFIX + "live/${*}",
      PREFIX + "live/${aws:username}",
      "arn:*:mediastore:*:*:container/live/*",
      "arn:aws:mediastore:*:111122223333:container/vod/*",
      "arn:aws:mediastore:us*:container/live/a",
      "arn:aws:s3:::x",
      "short",
      PREFIX + "live/*\u00e9?",
      "*:*:*:*:*:*",
      PREFIX + "live/*${aws:username}*",
      PREFIX + "*/${aws:username}?*",
      PREFIX + "live/*${aws:UserAgent, 'b'}?ts",
      PREFIX + "live/${aws:username}${aws:UserAgent}",
      PREFIX + "*a*b*",
      PREFIX + "*?a*?/?.t?",
      PREFIX + "**/*?*?",
    };
    private static final String[] KEYS = {
      "aws:username",
      "aws:UserAgent",
      "aws:Referer",
      "aws:SourceIp",
      "aws:CurrentTime",
      "aws:MultiFactorAuthAge",
      "aws:SecureTransport",
      "aws:TagKeys",
      "aws:PrincipalArn",
      "aws:PrincipalTag/Team",
      "aws:ResourceTag/Env",
    };

    /** The other name of a family of keys, in policies only. */
    private static final String ALIAS = "mediastore:ResourceTag/Env";

    private static final String[] OPERATORS = {
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
      "NumericEquals",
      "NumericNotEquals",
      "NumericLessThan",
      "NumericLessThanEquals",
      "NumericGreaterThan",
      "NumericGreaterThanEquals",
      "DateEquals",
      "DateNotEquals",
      "DateLessThan",
      "DateLessThanEquals",
      "DateGreaterThan",
      "DateGreaterThanEquals",
      "Bool",
      "IpAddress",
      "NotIpAddress",
      "ArnEquals",
      "ArnLike",
      "ArnNotEquals",
      "ArnNotLike",
      "Null",
      "BinaryEquals",
    };
    private static final String[] REQUEST_VALUES = {
      "ann",
      "Ann",
      "bob",
      "*",
      "a",
      "",
      "true",
      "FALSE",
      "10.0.0.1",
      "10.1.0.1",
      "2001:db8::1",
      "::ffff:10.0.0.1",
      "2026-01-01T00:00:00Z",
      "2026",
      "1767225600",
      "30",
      "30.0",
      "3e1",
      "-1",
      "arn:aws:iam::111122223333:user/ann",
      "arn:aws:iam::111122223333:root",
      "QUJD",
      "\u00c9",
      "${aws:username}",
      "a\nn",
      "stra\u00dfe",
      "\u212a",
      "2026-01",
      "2025-12-31T23:59:59.999Z",
      "2026-01-01T00:00+00:00",
      "1.5",
      "010",
      "ann\ud83c\udfa7",
      "x-ann-y-ann",
    };
    private static final String[] POLICY_VALUES = {
      "ann",
      "ANN",
      "a*",
      "*n",
      "?nn",
      "*",
      "",
      "${aws:username}",
      "${aws:missing}",
      "${aws:missing, 'ann'}",
      "${*}",
      "${aws:UserAgent}*",
      "true",
      "false",
      "10.0.0.0/8",
      "10.0.0.1",
      "0.0.0.0/0",
      "::/0",
      "2001:db8::/32",
      "2026-01-01",
      "2026",
      "1767225600",
      "2025-12-31T23:00:00-01:00",
      "30",
      "30.00",
      "1e9",
      "arn:aws:iam::*:user/*",
      "arn:aws:iam::111122223333:*",
      "arn:aws:iam:*:user/ann",
      "arn:aws:iam::${aws:username}:*",
      "QUJD",
      "\u00e9",
      "stra\u00dfe",
      "a?n",
      "TRUE",
      "k",
      "2026-01",
      "2026-01-01T00:00:00.000Z",
      "2025-12-31T23:59:59.9Z",
      "1.50",
      "3E1",
      "10",
      "*${aws:username}*",
      "*${aws:username}",
      "x*${aws:username}?${aws:missing, 'y'}*",
      "${aws:username}${aws:username}",
      "*?*",
      "???*",
      "*n*n",
      "arn:aws:iam::*:*ann",
    };
    private static final String[] CALLERS = {
      "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/ann",
      "arn:aws:iam::111122223333:user/team/ann", "arn:aws:sts::111122223333:assumed-role/R/s",
      "arn:aws:sts::111122223333:federated-user/ann", "arn:aws:iam::444455556666:user/ann",
      "arn:aws:sts::444455556666:assumed-role/R/s", "arn:aws:iam::444455556666:root",
    };
    private static final String[] PRINCIPALS = {
      "\"*\"",
      "{\"AWS\":\"*\"}",
      "{\"AWS\":\"111122223333\"}",
      "{\"AWS\":\"444455556666\"}",
      "{\"AWS\":\"arn:aws:iam::111122223333:root\"}",
      "{\"AWS\":\"arn:aws:iam::111122223333:user/ann\"}",
      "{\"AWS\":\"arn:aws:iam::111122223333:user/team/ann\"}",
      "{\"AWS\":\"arn:aws:iam::444455556666:user/ann\"}",
      "{\"AWS\":[\"arn:aws:iam::111122223333:role/p/R\",\"arn:aws:iam::444455556666:role/R\"]}",
      "{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/R/s\",\"Service\":\"a.b\"}",
      "{\"AWS\":\"arn:aws:sts::111122223333:federated-user/ann\"}",
      "{\"Service\":[\"cloudfront.amazonaws.com\"]}",
      "{\"Federated\":\"x\"}",
      "{}",
      "{\"AWS\":[]}",
      "{\"AWS\":\"AIDAEXAMPLE\"}",
    };

    private final Random random;
    private final List<String> texts;

    Generator(Random random, List<String> texts) {
      this.random = random;
      this.texts = texts;
    }

    private <T> T pick(T[] pool) {
      return pool[random.nextInt(pool.length)];
    }

    /** One of a pool of values, or one of the texts given. */
    private String value(String[] pool) {
      return !texts.isEmpty() && chance(30) ? texts.get(random.nextInt(texts.size())) : pick(pool);
    }

    /** One of a pool of resources, or one of the texts given as a path. */
    private String resource(String[] pool) {
      return !texts.isEmpty() && chance(30)
          ? PREFIX + "live/" + texts.get(random.nextInt(texts.size()))
          : pick(pool);
    }

    private boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    RandomCase next() {
      List<Policy> identity = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        identity.add(policy(false));
      }
      return new RandomCase(
          principal(),
          pick(ACTIONS),
          chance(10) ? null : resource(RESOURCES),
          context(),
          identity,
          chance(75) ? policy(true) : null,
          chance(25) ? policy(false) : null,
          chance(25) ? policy(false) : null);
    }

    private Principal principal() {
      if (chance(15)) {
        return Principal.anonymous();
      }
      return chance(10)
          ? Principal.service("cloudfront.amazonaws.com")
          : Principal.fromArn(pick(CALLERS)).orElseThrow();
    }

    private Map<String, Object> context() {
      Map<String, Object> context = new LinkedHashMap<>();
      for (String key : KEYS) {
        if (chance(65)) {
          context.put(key, chance(15) ? values() : value(REQUEST_VALUES));
        }
      }
      return context;
    }

    private List<String> values() {
      List<String> values = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        values.add(value(REQUEST_VALUES));
      }
      return values;
    }

    private Policy policy(boolean principals) {
      List<String> statements = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        statements.add(statement(chance(70) ? "Allow" : "Deny", principals));
      }
      return new Policy(chance(80) ? "2012-10-17" : chance(50) ? "2008-10-17" : null, statements);
    }

    String statement(String effect, boolean principals) {
      StringBuilder text = new StringBuilder("{\"Effect\":\"").append(effect).append('"');
      if (principals) {
        text.append(chance(80) ? ",\"Principal\":" : ",\"NotPrincipal\":").append(pick(PRINCIPALS));
      }
      text.append(chance(80) ? ",\"Action\":" : ",\"NotAction\":").append(list(ACTION_PATTERNS));
      text.append(chance(80) ? ",\"Resource\":" : ",\"NotResource\":")
          .append(chance(30) ? "\"*\"" : list(RESOURCE_PATTERNS));
      if (chance(60)) {
        text.append(",\"Condition\":").append(conditions());
      }
      return text.append('}').toString();
    }

    private String conditions() {
      Map<String, String> blocks = new LinkedHashMap<>();
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        String operator = pick(OPERATORS);
        String prefix = chance(75) ? "" : chance(50) ? "ForAllValues:" : "ForAnyValue:";
        String suffix = chance(20) && !operator.equals("Null") ? "IfExists" : "";
        String key = chance(4) ? ALIAS : pick(KEYS);
        if (chance(20)) {
          operator = operator.toLowerCase(Locale.ROOT);
        }
        blocks.put(
            prefix + operator + suffix,
            "{"
                + quoted(chance(20) ? key.toUpperCase(Locale.ROOT) : key)
                + ":"
                + values(POLICY_VALUES)
                + "}");
      }
      return blocks.entrySet().stream()
          .map(block -> quoted(block.getKey()) + ":" + block.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }

    /** Actions come from their pool alone: those of other shapes are no actions. */
    private String one(String[] pool) {
      return pool == ACTION_PATTERNS
          ? pick(pool)
          : pool == RESOURCE_PATTERNS ? resource(pool) : value(pool);
    }

    private String list(String[] pool) {
      if (chance(60)) {
        return quoted(one(pool));
      }
      List<String> values = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0 && !chance(5); i--) {
        values.add(quoted(one(pool)));
      }
      return "[" + String.join(",", values) + "]";
    }

    /** As a list, but numbers and booleans are sometimes written as such. */
    private String values(String[] pool) {
      if (!chance(30)) {
        return list(pool);
      }
      List<String> values = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        String value = value(pool);
        values.add(
            value.matches("true|false|[1-9][0-9]*([.][0-9]+|[eE][0-9])?") ? value : quoted(value));
      }
      return "[" + String.join(",", values) + "]";
    }

    private static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < ' ' || c == '"' || c == '\\') {
          quoted.append(String.format("\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }
}
