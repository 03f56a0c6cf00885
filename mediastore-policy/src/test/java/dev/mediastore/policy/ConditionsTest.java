// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Condition element: presence, sets, combination, operators. */
class ConditionsTest {
  private static final String ABSENT = "absent";

  /** A request whose key is absent, one value, or a list written {@code [a b]}. */
  private static Scenario request(String key, String value) {
    if (value.equals(ABSENT)) {
      return scenario();
    }
    if (value.startsWith("[")) {
      String content = value.substring(1, value.length() - 1);
      return scenario().with(key, content.isEmpty() ? List.of() : List.of(content.split(" ", -1)));
    }
    return scenario().with(key, value);
  }

  @ParameterizedTest
  @CsvSource({
    // operator                          request    policy            holds
    "StringEquals,                       absent,    'a',              false",
    "StringEquals,                       a,         'a',              true",
    "StringEquals,                       [a],       'a',              false",
    "StringNotEquals,                    absent,    'a',              true",
    "StringNotEquals,                    b,         'a',              true",
    "StringNotEquals,                    a,         'a',              false",
    "StringNotEquals,                    [b],       'a',              false",
    "StringEqualsIfExists,               absent,    'a',              true",
    "StringEqualsIfExists,               b,         'a',              false",
    "StringEqualsIfExists,               [a],       'a',              false",
    "StringNotEqualsIfExists,            absent,    'a',              true",
    "StringNotEqualsIfExists,            a,         'a',              false",
    "ForAllValues:StringEquals,          absent,    'a',              true",
    "ForAllValues:StringEquals,          [],        'a',              true",
    "ForAllValues:StringEquals,          a,         'a',              true",
    "ForAllValues:StringEquals,          b,         'a',              false",
    "ForAllValues:StringEquals,          [a a],     'a',              true",
    "ForAllValues:StringEquals,          [a b],     'a',              false",
    "ForAllValues:StringEquals,          [a b],     'a\",\"b',        true",
    "ForAllValues:StringNotEquals,       absent,    'a',              true",
    "ForAllValues:StringNotEquals,       [b c],     'a',              true",
    "ForAllValues:StringNotEquals,       [b a],     'a',              false",
    "ForAllValues:StringEqualsIfExists,  absent,    'a',              true",
    "ForAllValues:StringEqualsIfExists,  [b],       'a',              false",
    "ForAnyValue:StringEquals,           absent,    'a',              false",
    "ForAnyValue:StringEquals,           [],        'a',              false",
    "ForAnyValue:StringEquals,           a,         'a',              true",
    "ForAnyValue:StringEquals,           [b a],     'a',              true",
    "ForAnyValue:StringEquals,           [b c],     'a',              false",
    "ForAnyValue:StringNotEquals,        absent,    'a',              false",
    "ForAnyValue:StringNotEquals,        [a b],     'a',              true",
    "ForAnyValue:StringNotEquals,        [a],       'a',              false",
    "ForAnyValue:StringNotEquals,        [a b],     'a\",\"b',        false",
    "ForAnyValue:StringEqualsIfExists,   absent,    'a',              true",
    "ForAnyValue:StringEqualsIfExists,   [],        'a',              false",
    "ForAnyValue:StringEqualsIfExists,   [b],       'a',              false",
    "ForAnyValue:StringNotEqualsIfExists, absent,   'a',              true",
    "Null,                               absent,    'true',           true",
    "Null,                               absent,    'false',          false",
    "Null,                               a,         'true',           false",
    "Null,                               a,         'false',          true",
    "Null,                               [],        'false',          true",
    "Null,                               [a],       'true',           false",
    "Null,                               a,         'true\",\"false', true",
    "Null,                               absent,    'true\",\"false', true",
    "Null,                               a,         'TRUE',           false",
    "ForAllValues:Null,                  absent,    'false',          true",
    "ForAllValues:Null,                  [a],       'true',           true",
    "ForAnyValue:Null,                   absent,    'true',           false",
    "ForAnyValue:Null,                   [a],       'false',          false",
  })
  void presence(String operator, String request, String policy, boolean expected) {
    assertEquals(
        expected,
        request("aws:TagKeys", request)
            .holds("'" + operator + "':{'aws:TagKeys':['" + policy + "']}"));
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals,                          absent, false",
    "StringEquals,                          a,      false",
    "StringEquals,                          [a],    false",
    "StringNotEquals,                       absent, true",
    "StringNotEquals,                       a,      true",
    "StringNotEquals,                       [a],    false",
    "StringEqualsIfExists,                  absent, true",
    "StringEqualsIfExists,                  a,      false",
    "StringNotEqualsIfExists,               absent, true",
    "StringNotEqualsIfExists,               a,      false",
    "ForAllValues:StringEquals,             absent, true",
    "ForAllValues:StringEquals,             [a],    false",
    "ForAllValues:StringEquals,             [],     false",
    "ForAllValues:StringNotEquals,          absent, true",
    "ForAllValues:StringNotEquals,          [a],    false",
    "ForAnyValue:StringEquals,              absent, false",
    "ForAnyValue:StringEquals,              [a],    false",
    "ForAnyValue:StringNotEquals,           [a],    false",
    "ForAnyValue:StringEqualsIfExists,      absent, false",
    "Null,                                  absent, false",
    "Null,                                  a,      false",
    "ForAllValues:Null,                     a,      true",
    "ForAnyValue:Null,                      absent, false",
  })
  void emptyListOfValues(String operator, String request, boolean expected) {
    assertEquals(
        expected, request("aws:TagKeys", request).holds("'" + operator + "':{'aws:TagKeys':[]}"));
  }

  @Test
  void emptyConditions_areAsIfAbsent() {
    assertTrue(scenario().holds(""));
    assertTrue(scenario().holds("'StringEquals':{}"));
  }

  @ParameterizedTest
  @CsvSource({"a, x, true", "b, x, true", "c, x, false", "a, y, false"})
  void values_areAlternatives_keysAndOperatorsAddUp(String first, String second, boolean expected) {
    Scenario sameOperator = scenario().with("aws:Referer", first).with("aws:UserAgent", second);
    Scenario twoOperators = scenario().with("aws:Referer", first).with("aws:UserAgent", second);

    assertEquals(
        expected,
        sameOperator.holds("'StringEquals':{'aws:Referer':['a','b'],'aws:UserAgent':'x'}"));
    assertEquals(
        expected,
        twoOperators.holds(
            "'StringEquals':{'aws:Referer':['a','b']},'StringLike':{'aws:UserAgent':'x'}"));
  }

  @ParameterizedTest
  @CsvSource({"a, false", "b, false", "c, true"})
  void negatedValues_mayNoneMatch(String value, boolean expected) {
    assertEquals(
        expected,
        scenario().with("aws:Referer", value).holds("'StringNotEquals':{'aws:Referer':['a','b']}"));
  }

  @ParameterizedTest
  @CsvSource({
    "aws:referer,              AWS:Referer,               true",
    "aws:PrincipalTag/Team,    AWS:principalTAG/tEAM,     true",
    "aws:PrincipalTag/\u00c9,  aws:principaltag/\u00e9,   true",
    "aws:ResourceTag/a,        mediastore:ResourceTag/A,  true",
    "mediastore:ResourceTag/a, aws:ResourceTag/a,         false",
    "aws:RequestTag/a,         mediastore:RequestTag/a,   false",
  })
  void keys_ignoreCase(String inRequest, String inPolicy, boolean expected) {
    assertEquals(
        expected, scenario().with(inRequest, "x").holds("'StringEquals':{'" + inPolicy + "':'x'}"));
  }

  @Test
  void tagsThatDifferInCaseOnly_countByTheFirst() {
    Scenario request =
        scenario().with("aws:RequestTag/Key", "first").with("aws:RequestTag/KEY", "second");

    assertTrue(request.holds("'StringEquals':{'aws:RequestTag/key':'first'}"));
    assertFalse(request.holds("'StringEquals':{'aws:RequestTag/KEY':'second'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stringequals",
        "STRINGEQUALS",
        "forallvalues:STRINGequals",
        "FORANYVALUE:StringEquals",
        "StringEqualsIFEXISTS",
        "foranyvalue:stringequalsifexists"
      })
  void operators_ignoreCase(String operator) {
    assertTrue(scenario().with("aws:Referer", "x").holds("'" + operator + "':{'aws:Referer':'x'}"));
    assertFalse(
        scenario().with("aws:Referer", "y").holds("'" + operator + "':{'aws:Referer':'x'}"));
  }

  @ParameterizedTest
  @CsvSource({
    // JSON value of the policy, text it stands for
    "3600,     3600",
    "3600.0,   3600",
    "1.50,     1.5",
    "-0,       0",
    "-0.0e7,   0",
    "1e3,      1000",
    "1E+3,     1000",
    "-12e-1,   -1.2",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "123e-7,   0.0000123",
    "1e20,     100000000000000000000",
    "1e21,     1e+21",
    "12e21,    1.2e+22",
    "true,     true",
    "false,    false",
  })
  void jsonNumbersAndBooleans_becomeTheirShortestText(String json, String text) {
    assertTrue(
        scenario().with("aws:Referer", text).holds("'StringEquals':{'aws:Referer':" + json + "}"));
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals,           abc,          abc,          true",
    "StringEquals,           abc,          ABC,          false",
    "StringEquals,           a*,           abc,          false",
    "StringEquals,           a*,           a*,           true",
    "StringEquals,           '',           '',           true",
    "StringEqualsIgnoreCase, ABC,          abc,          true",
    "StringEqualsIgnoreCase, a*,           abc,          false",
    "StringEqualsIgnoreCase, abc,          abcd,         false",
    "StringEqualsIgnoreCase, abcd,         abc,          false",
    "StringLike,             a*c,          abbc,         true",
    "StringLike,             a?c,          abc,          true",
    "StringLike,             A*,           abc,          false",
    "StringLike,             a:*,          a:b:c/d,      true",
    "StringLike,             a.c,          abc,          false",
    "NumericEquals,          30,           30.0,         true",
    "NumericEquals,          30,           3e1,          true",
    "NumericEquals,          30,           31,           false",
    "NumericEquals,          30,           ' 30',        false",
    "NumericEquals,          30,           x,            false",
    "NumericEquals,          30,           '',           false",
    "NumericLessThan,        30,           29.999,       true",
    "NumericLessThan,        30,           30,           false",
    "NumericLessThanEquals,  30,           30.00,        true",
    "NumericLessThanEquals,  30,           30.01,        false",
    "NumericGreaterThan,     30,           30.01,        true",
    "NumericGreaterThan,     30,           30,           false",
    "NumericGreaterThanEquals, -1,         -1,           true",
    "NumericGreaterThanEquals, -1,         -2,           false",
    "NumericLessThan,        30,           x,            false",
    "DateEquals,             2026-01-01,   2026-01-01T00:00:00Z, true",
    "DateEquals,             2026-01-01,   1767225600,   true",
    "DateEquals,             1767225600,   2026,         true",
    "DateEquals,             2026-01-01T02:00:00+02:00, 2026-01-01, true",
    "DateEquals,             2026-01-01,   2026-01-01T00:00:00.001Z, false",
    "DateLessThan,           2026-01-01,   2025-12-31T23:59:59.999Z, true",
    "DateLessThan,           2026-01-01,   2026-01-01,   false",
    "DateLessThanEquals,     2026-01-01,   2026-01-01,   true",
    "DateGreaterThan,        2026-01-01,   2026-01-01T00:00:01Z, true",
    "DateGreaterThan,        2026-01-01,   2026-01-01,   false",
    "DateGreaterThanEquals,  2026-01-01,   2026-01-01,   true",
    "DateGreaterThanEquals,  2026-01-01,   yesterday,    false",
    "Bool,                   true,         true,         true",
    "Bool,                   true,         TRUE,         true",
    "Bool,                   True,         true,         true",
    "Bool,                   true,         false,        false",
    "Bool,                   false,        False,        true",
    "Bool,                   true,         1,            false",
    "Bool,                   false,        0,            false",
    "Bool,                   false,        '',           false",
    "Bool,                   false,        fal\u017fe,   false",
    "BinaryEquals,           QUJD,         QUJD,         true",
    "BinaryEquals,           QUI=,         QUI,          true",
    "BinaryEquals,           QUJD,         QUJE,         false",
    "BinaryEquals,           QUJD,         !,            false",
    "IpAddress,              10.0.0.0/8,   10.255.0.1,   true",
    "IpAddress,              10.0.0.0/8,   11.0.0.1,     false",
    "IpAddress,              10.0.0.1,     10.0.0.1,     true",
    "IpAddress,              10.0.0.1,     10.0.0.2,     false",
    "IpAddress,              0.0.0.0/0,    255.1.2.3,    true",
    "IpAddress,              0.0.0.0/0,    2001:db8::1,  false",
    "IpAddress,              ::/0,         2001:db8::1,  true",
    "IpAddress,              ::/0,         10.0.0.1,     false",
    "IpAddress,              ::ffff:10.0.0.0/104, 10.0.0.1, false",
    "IpAddress,              2001:db8::/32, 2001:DB8:1:2:3:4:5:6, true",
    "IpAddress,              0.0.0.0/0,    localhost,    false",
    "IpAddress,              ::/0,         fe80::1%eth0, false",
    "ArnEquals,              arn:aws:iam::1:user/*,   arn:aws:iam::1:user/ann, true",
    "ArnLike,                arn:aws:iam::1:user/*,   arn:aws:iam::1:user/ann, true",
    "ArnLike,                arn:aws:iam::*:user/ann, arn:aws:iam::1:user/ann, true",
    "ArnLike,                arn:aws:*:user/ann:x:y,  arn:aws:iam::1:user/ann, false",
    "ArnLike,                arn:aws:iam::1:USER/ann, arn:aws:iam::1:user/ann, false",
    "ArnLike,                arn:aws:sns:r:1:*,       arn:aws:sns:r:1:a:b/c,   true",
    "ArnLike,                arn:aws:iam::1:user/*,   arn:aws:iam::1,          false",
    "ArnLike,                arn:*:iam::1:user/*,     arn:aws:iam::1,          false",
    "ArnLike,                arn:aws:iam::1:*,        arn:aws:iam::1:,         true",
    "ArnLike,                *:*:*:*:*:*,             arn:aws:iam::1:user/ann, true",
  })
  void operator_comparesOneValue(String operator, String policy, String request, boolean expected) {
    assertEquals(
        expected,
        scenario()
            .with("aws:SourceArn", request)
            .holds("'" + operator + "':{'aws:SourceArn':'" + policy + "'}"));
  }

  /** Each negated operator is true exactly where its positive twin is false. */
  @ParameterizedTest
  @CsvSource({
    "StringNotEquals,           a,          a,         false",
    "StringNotEquals,           a,          b,         true",
    "StringNotEqualsIgnoreCase, a,          A,         false",
    "StringNotEqualsIgnoreCase, a,          b,         true",
    "StringNotLike,             a*,         abc,       false",
    "StringNotLike,             a*,         bc,        true",
    "NumericNotEquals,          30,         30.0,      false",
    "NumericNotEquals,          30,         31,        true",
    "NumericNotEquals,          30,         x,         true",
    "DateNotEquals,             2026,       1767225600, false",
    "DateNotEquals,             2026,       2027,      true",
    "DateNotEquals,             2026,       x,         true",
    "NotIpAddress,              10.0.0.0/8, 10.1.1.1,  false",
    "NotIpAddress,              10.0.0.0/8, 11.1.1.1,  true",
    "NotIpAddress,              10.0.0.0/8, x,         true",
    "NotIpAddress,              10.0.0.0/8, ::1,       true",
    "ArnNotEquals,              arn:aws:iam::1:*, arn:aws:iam::1:x, false",
    "ArnNotEquals,              arn:aws:iam::1:*, arn:aws:iam::2:x, true",
    "ArnNotLike,                arn:aws:iam::1:*, arn:aws:iam::1:x, false",
    "ArnNotLike,                arn:aws:iam::1:*, x,                true",
  })
  void negatedOperator(String operator, String policy, String request, boolean expected) {
    assertEquals(
        expected,
        scenario()
            .with("aws:SourceArn", request)
            .holds("'" + operator + "':{'aws:SourceArn':'" + policy + "'}"));
  }

  /** Without validation a policy value that cannot be read matches nothing. */
  @ParameterizedTest
  @CsvSource({
    "NumericEquals,    x,        1,                       false",
    "NumericNotEquals, x,        1,                       true",
    "NumericEquals,    ${aws:x}, 1,                       false",
    "DateLessThan,     x,        2026,                    false",
    "DateNotEquals,    x,        2026,                    true",
    "Bool,             x,        true,                    false",
    "IpAddress,        1.2.3.4/33, 1.2.3.4,               false",
    "NotIpAddress,     host,     1.2.3.4,                 true",
    "BinaryEquals,     !,        QUJD,                    false",
    "ArnLike,          *,        arn:aws:iam::1:x,        false",
    "ArnNotLike,       *,        arn:aws:iam::1:x,        true",
    "Null,             x,        1,                       false",
  })
  void unreadablePolicyValue_matchesNothing(
      String operator, String policy, String request, boolean expected) {
    assertEquals(
        expected,
        scenario()
            .with("aws:SourceArn", request)
            .holds("'" + operator + "':{'aws:SourceArn':'" + policy + "'}"));
  }

  @Test
  void oneAddressOutOfARange_isExcepted() {
    String condition =
        "'IpAddress':{'aws:SourceIp':['198.51.100.0/24','2001:db8::/32']},"
            + "'NotIpAddress':{'aws:SourceIp':'198.51.100.188/32'}";

    assertTrue(scenario().with("aws:SourceIp", "198.51.100.1").holds(condition));
    assertTrue(scenario().with("aws:SourceIp", "2001:db8::1").holds(condition));
    assertFalse(scenario().with("aws:SourceIp", "198.51.100.188").holds(condition));
    assertFalse(scenario().with("aws:SourceIp", "198.51.101.1").holds(condition));
    assertFalse(scenario().holds(condition));
  }

  @Test
  void nulCharacter_survivesMatching() {
    assertTrue(
        scenario()
            .with("aws:Referer", "a\u0000b")
            .holds("'StringEquals':{'aws:Referer':'a\\u0000b'}"));
    assertFalse(
        scenario().with("aws:Referer", "a").holds("'StringEquals':{'aws:Referer':'a\\u0000b'}"));
    assertTrue(
        scenario()
            .with("aws:Referer", "a\u0000b")
            .holds("'StringLike':{'aws:Referer':'a\\u0000?'}"));
  }

  @Test
  void unicodeNormalisation_isNotApplied() {
    String composed = "\u00e9";
    String decomposed = "e\u0301";

    assertFalse(
        scenario()
            .with("aws:Referer", decomposed)
            .holds("'StringEquals':{'aws:Referer':'" + composed + "'}"));
    assertFalse(
        scenario()
            .with("aws:Referer", decomposed)
            .holds("'StringEqualsIgnoreCase':{'aws:Referer':'" + composed + "'}"));
    assertFalse(
        scenario()
            .with("aws:Referer", decomposed)
            .holds("'StringLike':{'aws:Referer':'" + composed + "*'}"));
  }

  /** Two addresses and two instants in one policy: what is read once must not be mixed up. */
  @Test
  void severalAddressesAndInstants_areKeptApart() {
    Scenario request =
        scenario()
            .with("aws:SourceIp", "10.0.0.1")
            .with("aws:VpcSourceIp", "192.168.0.1")
            .with("aws:CurrentTime", "2026-05-01T00:00:00Z")
            .with("aws:TokenIssueTime", "2025-05-01T00:00:00Z");

    assertTrue(
        request.holds(
            "'IpAddress':{'aws:SourceIp':'10.0.0.0/8','aws:VpcSourceIp':'192.168.0.0/16'},"
                + "'NotIpAddress':{'aws:SourceIp':'192.168.0.0/16'},"
                + "'DateLessThan':{'aws:TokenIssueTime':'2026'},"
                + "'DateGreaterThan':{'aws:CurrentTime':'2026','aws:TokenIssueTime':'2025'}"));
  }
}
