// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every case of the CORS rules, as far as this module decides it.
 *
 * <p>The policies are those of {@link Policies}; W is {@code https://www.example.com}. Requests:
 * {@code M from O} is the request itself, {@code pre M (names) from O} a preflight for it with
 * those {@code Access-Control-Request-Headers}, {@code and} separates field lines, {@code +private}
 * adds the private network field. Answers: {@code plain} has no {@code Access-Control-*} field, a
 * status is that of a refused preflight, and everything else is the complete list of {@code
 * Access-Control-*} fields. {@code Vary} is asserted for every case.
 *
 * <p>Whether an object is there, and who may read it, is no input of an evaluation: the cases about
 * that stand here with the fields that go on whatever the answer is.
 */
class CorsCasesTest {

  private static final String ACTUAL_VARY = "Origin";
  private static final String PREFLIGHT_VARY =
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

  private static final Pattern REQUEST =
      Pattern.compile("(pre )?(\\S+)?(?: \\((.*)\\))?(?: from (.*?))?( \\+private)?");

  private static final Map<String, String> NAMES =
      Map.of(
          "ACAO", "Access-Control-Allow-Origin",
          "ACAC", "Access-Control-Allow-Credentials",
          "ACAM", "Access-Control-Allow-Methods",
          "ACAH", "Access-Control-Allow-Headers",
          "ACEH", "Access-Control-Expose-Headers",
          "ACMA", "Access-Control-Max-Age",
          "ACPN", "Access-Control-Allow-Private-Network");

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
           1 | N | GET from W                                  | plain
           2 | N | GET                                         | plain
           3 | N | pre GET from W                              | 403 NO_POLICY
           4 | N | OPTIONS from W                              | 403 NO_POLICY
           5 | N | OPTIONS                                     | 400 MISSING_ORIGIN
           6 | N | pre GET from W                              | 403 NO_POLICY
           7 | N | OPTIONS                                     | 400 MISSING_ORIGIN
           8 | A | GET from W                                  | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
           9 | A | HEAD from W                                 | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          10 | A | GET                                         | plain
          11 | A | GET                                         | plain
          12 | A | GET from http://www.example.com             | plain
          13 | A | GET from https://www.example.com:443        | plain
          14 | A | GET from https://WWW.example.com            | plain
          15 | A | GET from https://www.example.com/           | plain
          16 | A | GET from https://www.example.com.evil.test  | plain
          17 | A | GET from null                               | plain
          18 | A | GET from W and W                            | plain
          19 | A | PUT from W                                  | plain
          20 | A | pre GET from W                              | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          21 | A | pre GET (range) from W                      | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000; ACAH range
          22 | A | pre GET (if-none-match,range) from W        | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000; ACAH if-none-match, range
          23 | A | pre GET (X-Foo) from W                      | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000; ACAH x-foo
          24 | A | pre PUT from W                              | 403 NO_RULE
          25 | A | pre OPTIONS from W                          | 403 NO_RULE
          26 | A | pre get from W                              | 403 NO_RULE
          27 | A | pre GET from https://other.example          | 403 NO_RULE
          28 | A | OPTIONS from W                              | 400 MISSING_METHOD
          29 | A | pre GET                                     | 400 MISSING_ORIGIN
          30 | A | pre GET from W                              | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          31 | A | pre GET from W                              | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          32 | A | pre GET from W                              | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          33 | A | GET from W                                  | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          34 | A | GET from W                                  | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          35 | A | GET from W                                  | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          36 | A | GET from W                                  | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          37 | A | GET from W                                  | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          38 | A | GET from W                                  | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          39 | B | GET from http://random:1234                 | ACAO *; ACAM GET, HEAD; ACMA 3000
          40 | B | GET from null                               | ACAO *; ACAM GET, HEAD; ACMA 3000
          41 | B | GET from chrome-extension://abc             | ACAO *; ACAM GET, HEAD; ACMA 3000
          42 | B | GET                                         | plain
          43 | B | pre GET (authorization) from W              | ACAO *; ACAM GET, HEAD; ACMA 3000; ACAH authorization
          44 | B | pre GET (a,b,,c) from W                     | ACAO *; ACAM GET, HEAD; ACMA 3000; ACAH a, b, c
          45 | B | pre GET ( , ,) from W                       | ACAO *; ACAM GET, HEAD; ACMA 3000
          46 | B | pre GET (bad name) from W                   | 403 NO_RULE
          47 | B | pre DELETE from W                           | 403 NO_RULE
          48 | C | GET from https://a.example.com              | ACAO https://a.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600
          49 | C | GET from https://a.b.example.com            | ACAO https://a.b.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600
          50 | C | GET from https://example.com                | plain
          51 | C | GET from https://.example.com               | ACAO https://.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600
          52 | C | GET from https://a.example.com:8443         | plain
          53 | C | GET from http://a.example.com               | plain
          54 | C | GET from https://evil.test/.example.com     | ACAO https://evil.test/.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600
          55 | C | HEAD from https://a.example.com             | plain
          56 | C | pre PUT (content-type,x-amz-date) from https://a.example.com | ACAO https://a.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600; ACAH content-type, x-amz-date
          57 | C | pre PUT (Content-Type) from https://a.example.com  | ACAO https://a.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600; ACAH content-type
          58 | C | pre PUT (authorization) from https://a.example.com | ACAO https://a.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600; ACAH authorization
          59 | C | pre PUT (content-type,x-custom) from https://a.example.com | 403 NO_RULE
          60 | C | pre PUT (x-amz-) from https://a.example.com | ACAO https://a.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600; ACAH x-amz-
          61 | C | pre PUT (x-amz) from https://a.example.com  | 403 NO_RULE
          62 | C | PUT from https://a.example.com              | ACAO https://a.example.com; ACAC true; ACAM GET, PUT, DELETE; ACEH ETag, Content-Range; ACMA 600
          63 | C | pre GET (range) from https://a.example.com  | 403 NO_RULE
          64 | D | pre PUT (content-type) from https://app.example.com | ACAO https://app.example.com; ACAC true; ACAM PUT; ACAH content-type
          65 | D | pre GET from https://app.example.com        | ACAO *; ACAM GET
          66 | D | GET from https://app.example.com            | ACAO *; ACAM GET
          67 | D | pre GET (range) from W                      | 403 NO_RULE
          68 | D | pre PUT from W                              | 403 NO_RULE
          69 | E | GET from http://localhost:8080              | ACAO http://localhost:8080; ACAC true; ACAM GET
          70 | E | GET from http://localhost                   | plain
          71 | E | GET from http://127.0.0.1:8080              | plain
          72 | E | GET from https://[2001:db8::1]:8443         | ACAO https://[2001:db8::1]:8443; ACAC true; ACAM GET
          73 | E | GET from https://[2001:DB8::1]:8443         | plain
          74 | E | pre GET (range) from http://localhost:8080  | ACAO http://localhost:8080; ACAC true; ACAM GET; ACAH range
          75 | F | GET from null                               | ACAO null; ACAM GET
          76 | F | GET from NULL                               | plain
          77 | F | GET from W                                  | plain
          78 | G | GET from startend                           | ACAO startend; ACAC true; ACAM GET
          79 | G | GET from start1end                          | ACAO start1end; ACAC true; ACAM GET
          80 | G | GET from 0start1end                         | plain
          81 | G | GET from starend                            | plain
          82 | G | pre GET (x-trace-id) from startend          | ACAO startend; ACAC true; ACAM GET; ACAH x-trace-id
          83 | G | pre GET (x-id) from startend                | 403 NO_RULE
          84 | H | GET from W                                  | ACAO *; ACAM GET; ACEH Date; ACMA 0
          85 | H | pre GET (x-a) from W                        | ACAO *; ACAM GET; ACEH Date; ACMA 0; ACAH x-a
          86 | I | GET from W                                  | ACAO W; ACAC true; ACAM GET; ACMA 10
          87 | I | pre GET from W                              | ACAO W; ACAC true; ACAM GET; ACMA 10
          88 | I | pre GET (x-a) from W                        | ACAO W; ACAC true; ACAM GET; ACMA 20; ACAH x-a
          89 | A | pre GET from W +private                     | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000
          90 | A, switch on | pre GET from W +private          | ACAO W; ACAC true; ACAM GET, HEAD; ACMA 3000; ACPN true
          91 | B | GET from https://other.example              | ACAO *; ACAM GET, HEAD; ACMA 3000
          92 | N | pre GET from W                              | 403 NO_POLICY
          """)
  void request_answeredAsTheTableSays(int number, String policy, String request, String expected) {
    boolean privateNetwork = policy.endsWith(", switch on");
    CorsEvaluator evaluator =
        CorsEvaluator.create(CorsOptions.defaults().withPrivateNetworkAccess(privateNetwork));
    Exchange exchange = Exchange.parse(request);

    CorsResult result = exchange.evaluate(evaluator, Policies.named(policy.substring(0, 1)));

    assertEquals(expectedFields(policy, exchange, expected), fields(result));
    assertOutcome(expected, exchange, result.outcome());
  }

  private static void assertOutcome(String expected, Exchange exchange, CorsOutcome outcome) {
    if (expected.startsWith("ACAO")) {
      assertEquals(CorsOutcome.ALLOWED, outcome);
    } else if (exchange.options()) {
      String status =
          switch (outcome) {
            case MISSING_ORIGIN, MISSING_METHOD -> "400 ";
            case NO_POLICY, NO_RULE -> "403 ";
            case ALLOWED -> "200 ";
          };
      assertEquals(expected, status + outcome);
    } else {
      assertTrue(outcome != CorsOutcome.ALLOWED);
    }
  }

  private static Map<String, String> expectedFields(
      String policy, Exchange exchange, String expected) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (expected.startsWith("ACAO")) {
      for (String field : expected.split("; ", -1)) {
        String[] parts = field.split(" ", 2);
        fields.put(NAMES.get(parts[0]), parts[1].equals("W") ? Policies.W : parts[1]);
      }
    }
    if (exchange.options()) {
      boolean granted = fields.containsKey(NAMES.get("ACPN"));
      fields.put(
          "Vary", PREFLIGHT_VARY + (granted ? ", Access-Control-Request-Private-Network" : ""));
    } else if (!policy.equals("N")) {
      fields.put("Vary", ACTUAL_VARY);
    }
    return fields;
  }

  private static Map<String, String> fields(CorsResult result) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (CorsHeader header : result.headers()) {
      assertEquals(null, fields.put(header.name(), header.value()), "field sent twice");
    }
    return fields;
  }

  /** A request of the table. */
  private record Exchange(
      boolean options,
      @Nullable String method,
      List<String> requestOrigins,
      List<String> requestHeaders,
      boolean privateNetwork) {

    static Exchange parse(String text) {
      Matcher matcher = REQUEST.matcher(text);
      assertTrue(matcher.matches(), text);
      boolean preflight = matcher.group(1) != null;
      boolean bare = !preflight && "OPTIONS".equals(matcher.group(2));
      return new Exchange(
          preflight || bare,
          bare ? null : matcher.group(2),
          lines(matcher.group(4)),
          matcher.group(3) == null ? List.of() : List.of(matcher.group(3)),
          matcher.group(5) != null);
    }

    CorsResult evaluate(CorsEvaluator evaluator, @Nullable CorsPolicy policy) {
      if (!options && method != null) {
        return evaluator.actual(policy, method, requestOrigins);
      }
      return evaluator.preflight(
          policy,
          new PreflightRequest(
              requestOrigins,
              method == null ? List.of() : List.of(method),
              requestHeaders,
              privateNetwork ? List.of("true") : List.of()));
    }

    private static List<String> lines(@Nullable String origins) {
      List<String> lines = new ArrayList<>();
      if (origins != null) {
        for (String origin : origins.split(" and ", -1)) {
          lines.add(origin.equals("W") ? Policies.W : origin);
        }
      }
      return lines;
    }
  }
}
