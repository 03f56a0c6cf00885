// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.cors.CorsPolicy;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CORS policies as they are uploaded (contract section 13.1), in JSON with single quotes. */
class CorsDocumentTest {
  private static final String RULE = "{'AllowedOrigins':['*'],'AllowedHeaders':['*']}";

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedUploads")
  void upload_outsideTheConstraints_isRefused(String name, String policy) {
    ServiceException refused = assertThrows(ServiceException.class, () -> parse(policy));
    assertEquals(ServiceError.VALIDATION, refused.error());
    assertTrue(
        refused
            .publicMessage()
            .matches(
                "1 validation error detected: Value (null|'.*') at 'corsPolicy.*' failed to satisfy"
                    + " constraint: Member must .*"),
        refused.publicMessage());
    assertTrue(refused.publicMessage().length() <= 255);
  }

  static Stream<Arguments> refusedUploads() {
    return Stream.of(
        arguments("(a) empty list", "[]"),
        arguments("(b) 101 rules", rules(101)),
        arguments("(c) no origins member", "[{'AllowedHeaders':['*']}]"),
        arguments("(c) null origins", with("'AllowedOrigins':null")),
        arguments("(c) no origins", with("'AllowedOrigins':[]")),
        arguments("(d) empty list of methods", with("'AllowedMethods':[]")),
        arguments("(e) method POST", with("'AllowedMethods':['POST']")),
        arguments("(e) method get", with("'AllowedMethods':['get']")),
        arguments("(e) method PATCH", with("'AllowedMethods':['GET','PATCH']")),
        arguments("(e) method *", with("'AllowedMethods':['*']")),
        arguments("(e) method OPTIONS", with("'AllowedMethods':['OPTIONS']")),
        arguments("five methods", with("'AllowedMethods':['PUT','GET','DELETE','HEAD','GET']")),
        arguments("(f) no AllowedHeaders", "[{'AllowedOrigins':['*']}]"),
        arguments("(f) null AllowedHeaders", with("'AllowedHeaders':null")),
        arguments("(g) two wildcards", with("'AllowedOrigins':['http://*.*.example.com']")),
        arguments("(h) two wildcards", with("'AllowedHeaders':['x-*-*']")),
        arguments("(i) age -1", with("'MaxAgeSeconds':-1")),
        arguments("(i) age 2147483648", with("'MaxAgeSeconds':2147483648")),
        arguments("(i) age '10'", with("'MaxAgeSeconds':'10'")),
        arguments("(i) age 1.5", with("'MaxAgeSeconds':1.5")),
        arguments("(i) age beyond any type", with("'MaxAgeSeconds':" + "9".repeat(40))),
        arguments("(j) long origin", with("'AllowedOrigins':['" + "o".repeat(2049) + "']")),
        arguments("empty origin", with("'AllowedOrigins':['']")),
        arguments("(k) 101 origins", with("'AllowedOrigins':[" + entries(101) + "]")),
        arguments("101 headers", with("'AllowedHeaders':[" + entries(101) + "]")),
        arguments("101 exposed headers", with("'ExposeHeaders':[" + entries(101) + "]")),
        arguments("long header", with("'AllowedHeaders':['" + "h".repeat(8193) + "']")),
        arguments("(l) CR in an origin", with("'AllowedOrigins':['http://a\\r']")),
        arguments("(l) LF in an origin", with("'AllowedOrigins':['http://a\\nb']")),
        arguments("(l) CR LF in a header", with("'AllowedHeaders':['a\\r\\nb']")),
        arguments("(l) LF in an exposed header", with("'ExposeHeaders':['a\\n']")),
        arguments("NUL in an origin", with("'AllowedOrigins':['a\\u0000']")),
        arguments("comma in an origin", with("'AllowedOrigins':['http://a,http://b']")),
        arguments("comma in a header", with("'AllowedHeaders':['a,b']")),
        arguments("beyond Latin-1", with("'AllowedOrigins':['http://\\u0100']")),
        arguments("(m) expose x-*", with("'ExposeHeaders':['x-*']")),
        arguments("unknown member", with("'AllowCredentials':true")),
        arguments("member in the wrong case", with("'allowedMethods':['GET']")));
  }

  @ParameterizedTest
  @MethodSource("acceptedUploads")
  void upload_withinTheConstraints_isAccepted(String name, String policy) {
    assertTrue(parse(policy).rules().size() > 0, name);
  }

  static Stream<Arguments> acceptedUploads() {
    return Stream.of(
        arguments("100 rules", rules(100)),
        arguments("no AllowedMethods", "[" + RULE + "]"),
        arguments("null AllowedMethods", with("'AllowedMethods':null")),
        arguments("all methods", with("'AllowedMethods':['PUT','GET','DELETE','HEAD']")),
        arguments("expose *", with("'ExposeHeaders':['*']")),
        arguments("nothing exposed", with("'ExposeHeaders':[]")),
        arguments("empty AllowedHeaders", with("'AllowedHeaders':[]")),
        arguments("age 0", with("'MaxAgeSeconds':0")),
        arguments("age 2147483647", with("'MaxAgeSeconds':2147483647")),
        arguments("null age", with("'MaxAgeSeconds':null")),
        arguments("origin without scheme", with("'AllowedOrigins':['example.com']")),
        arguments("the same origin twice", with("'AllowedOrigins':['https://a','https://a']")),
        arguments("origin of 2,048", with("'AllowedOrigins':['" + "o".repeat(2048) + "']")),
        arguments("header of 8,192", with("'AllowedHeaders':['" + "h".repeat(8192) + "']")),
        arguments("100 of everything", "[" + full() + "]"),
        arguments("origin null", with("'AllowedOrigins':['null']")),
        arguments("Latin-1", with("'AllowedOrigins':['http://\\u00ff']")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "'x'",
        "[7]",
        "['*']",
        "[null]",
        "[[]]",
        "[{'AllowedOrigins':'*','AllowedHeaders':['*']}]",
        "[{'AllowedOrigins':[7],'AllowedHeaders':['*']}]",
        "[{'AllowedOrigins':[null],'AllowedHeaders':['*']}]",
        "[{'AllowedOrigins':['*'],'AllowedHeaders':{}}]",
        "[{'AllowedOrigins':['*'],'AllowedHeaders':['*'],'AllowedMethods':'GET'}]",
        "[{'AllowedOrigins':['*'],'AllowedHeaders':['*'],'ExposeHeaders':[[]]}]"
      })
  void upload_ofTheWrongJsonType_cannotBeRead(String policy) {
    ServiceException refused = assertThrows(ServiceException.class, () -> parse(policy));
    assertEquals(ServiceError.SERIALIZATION, refused.error());
  }

  @Test
  void policy_writtenAndCompiled_isTheSame() {
    String policy =
        "[{'AllowedOrigins':['https://a.test'],'AllowedMethods':['GET','PUT'],"
            + "'AllowedHeaders':['x-*'],'ExposeHeaders':['ETag'],'MaxAgeSeconds':60},"
            + RULE
            + "]";
    String stored = JsonText.write(CorsDocument.toJson(parse(policy)));
    assertEquals(policy.replace('\'', '"'), stored);
    assertEquals(parse(policy).rules(), CorsDocument.compile(stored).rules());
  }

  @Test
  void duplicateMethods_areStoredOnce() {
    CorsPolicy policy = parse(with("'AllowedMethods':['GET','PUT','GET']"));
    String stored = JsonText.write(CorsDocument.toJson(policy));
    assertTrue(stored.contains("\"AllowedMethods\":[\"GET\",\"PUT\"]"), stored);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[7]", "[{\"AllowedOrigins\":7}]"})
  void compile_damagedText_isAFaultOfOurs(String stored) {
    ServiceException fault =
        assertThrows(ServiceException.class, () -> CorsDocument.compile(stored));
    assertEquals(ServiceError.INTERNAL, fault.error());
  }

  /** One rule that breaks nothing but what {@code members} break. */
  private static String with(String members) {
    String name = members.substring(0, members.indexOf(':'));
    String rest =
        Stream.of("'AllowedOrigins':['*']", "'AllowedHeaders':['*']")
            .filter(member -> !member.startsWith(name))
            .map(member -> "," + member)
            .reduce("", String::concat);
    return "[{" + members + rest + "}]";
  }

  private static String rules(int count) {
    return "[" + String.join(",", Collections.nCopies(count, RULE)) + "]";
  }

  private static String entries(int count) {
    return String.join(",", Collections.nCopies(count, "'a'"));
  }

  private static String full() {
    return String.join(
        ",",
        Collections.nCopies(
            100,
            "{'AllowedOrigins':[%1$s],'AllowedHeaders':[%1$s],'ExposeHeaders':[%1$s]}"
                .formatted(entries(100))));
  }

  private static CorsPolicy parse(String policy) {
    JsonNode json = JsonText.read(ControlFixture.json(policy)).orElseThrow();
    return CorsDocument.parse(json);
  }
}
