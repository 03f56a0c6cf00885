// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.TestHost.Answer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word counts about where a request came from (attack 43; A37, F15, F16). */
class TrustedProxiesTest {
  private static final TrustedProxies X =
      TrustedProxies.sendingXForwarded("10.0.0.0/8", "2001:db8::/32");
  private static final TrustedProxies RFC =
      TrustedProxies.sendingForwarded("10.0.0.0/8", "2001:db8::/32");

  private static RequestHead head(String peer, boolean secure, String... fields) {
    Headers.Builder headers = Headers.builder().add("Host", "inner:8080");
    for (String field : fields) {
      String[] parts = field.split(": ?", 2);
      headers.add(parts[0], parts[1]);
    }
    return new RequestHead(
        "GET",
        "/a.ts",
        HttpVersion.HTTP_1_1,
        headers.build(),
        new InetSocketAddress(IpLiteral.parse(peer).orElseThrow(), 4711),
        secure);
  }

  private static String seen(TrustedProxies proxies, RequestHead head) {
    RequestHead seen;
    try {
      seen = proxies.resolve(head);
    } catch (ServiceException e) {
      assertEquals(ServiceError.VALIDATION, e.error());
      assertTrue(e.closes());
      return "400";
    }
    return seen.peer().getAddress().getHostAddress()
        + (seen.secure() ? " https " : " http ")
        + String.join("|", seen.headers().all("Host"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '/',
      value = {
        "X-Forwarded-For: 203.0.113.9 / 203.0.113.9 http inner:8080",
        "X-Forwarded-For: 203.0.113.9:555 / 203.0.113.9 http inner:8080",
        "X-Forwarded-For: [2001:db9::1]:555 / 2001:db9:0:0:0:0:0:1 http inner:8080",
        "X-Forwarded-For: 2001:db9::1 / 2001:db9:0:0:0:0:0:1 http inner:8080",
        "X-Forwarded-For: ::ffff:203.0.113.9 / 203.0.113.9 http inner:8080",
        "X-Forwarded-For: 1.1.1.1, 203.0.113.9 / 203.0.113.9 http inner:8080",
        "X-Forwarded-For: 203.0.113.9, 10.1.1.1 / 203.0.113.9 http inner:8080",
        "X-Forwarded-For: garbage, 203.0.113.9, 10.1.1.1 / 203.0.113.9 http inner:8080",
        "X-Forwarded-For: 10.3.3.3, 10.1.1.1 / 10.3.3.3 http inner:8080",
        "X-Forwarded-For: 10.3.3.3, 2001:db8::7 / 10.3.3.3 http inner:8080",
        "X-Forwarded-For: garbage / 400",
        "X-Forwarded-For: unknown / 400",
        "X-Forwarded-For: 203.0.113.9, garbage / 400",
        "X-Forwarded-For: 203.0.113.9, / 400",
        "X-Forwarded-For: / 400",
        "X-Forwarded-For: 203.0.113.9:x / 400",
        "X-Forwarded-For: 203.0.113.9:99999 / 400",
        "X-Forwarded-For: [203.0.113.9] / 400",
        "X-Forwarded-For: localhost / 400",
        "X-Forwarded-For: fe80::1%eth0 / 400",
        "X-Forwarded-Proto: https / 10.0.0.1 https inner:8080",
        "X-Forwarded-Proto: HTTPS / 10.0.0.1 https inner:8080",
        "X-Forwarded-Proto: http / 10.0.0.1 http inner:8080",
        "X-Forwarded-Proto: wss / 400",
        "X-Forwarded-Proto: / 400",
        "X-Forwarded-Proto: https, http / 400",
        "X-Forwarded-Host: media.test / 10.0.0.1 http media.test",
        "X-Forwarded-Host: media.test:9000 / 10.0.0.1 http media.test:9000",
        "X-Forwarded-Host: a b / 400",
        "X-Forwarded-Host: / 400",
        "X-Forwarded-Host: media.test, other.test / 400",
        "Forwarded: for=203.0.113.9;proto=https;host=media.test / 10.0.0.1 http inner:8080",
        "X-Forwarded-Port: 99 / 10.0.0.1 http inner:8080",
        "X-Real-IP: 203.0.113.9 / 10.0.0.1 http inner:8080"
      })
  void xForwarded_ofATrustedPeer(String field, String expected) {
    assertEquals(expected, seen(X, head("10.0.0.1", false, field.strip())), field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '/',
      value = {
        "for=203.0.113.9 / 203.0.113.9 http inner:8080",
        "For=\"203.0.113.9:4711\" / 203.0.113.9 http inner:8080",
        "FOR=203.0.113.9 ; PROTO=https / 203.0.113.9 https inner:8080",
        "for=203.0.113.9;proto=https;host=media.test / 203.0.113.9 https media.test",
        "for=203.0.113.9;host=\"media.test:9000\" / 203.0.113.9 http media.test:9000",
        "for=\"[2001:db9::1]\" / 2001:db9:0:0:0:0:0:1 http inner:8080",
        "for=\"[2001:db9::1]:99\" / 2001:db9:0:0:0:0:0:1 http inner:8080",
        "for=1.1.1.1;proto=https, for=203.0.113.9;proto=http / 203.0.113.9 http inner:8080",
        "for=203.0.113.9;proto=https, for=10.1.1.1;proto=http / 203.0.113.9 https inner:8080",
        "for=203.0.113.9;host=h.test, for=10.1.1.1;host=i.test / 203.0.113.9 http h.test",
        "proto=https;host=media.test / 10.0.0.1 https media.test",
        "for=203.0.113.9, proto=https / 10.0.0.1 https inner:8080",
        "for=203.0.113.9;by=_x;secret=1;ext=\"a,b;c=\\\"d\" / 203.0.113.9 http inner:8080",
        "for=unknown / 400",
        "for=_hidden / 400",
        "for=2001:db9::1 / 400",
        "for=\"2001:db9::1\" / 400",
        "for=203.0.113.9:80 / 400",
        "for=\"203.0.113.9 / 400",
        "for / 400",
        "=203.0.113.9 / 400",
        "for=203.0.113.9;for=203.0.113.9 / 400",
        "for=203.0.113.9 for=1.1.1.1 / 400",
        "for=203.0.113.9, / 400",
        "for=203.0.113.9;proto=ftp / 400",
        "for=203.0.113.9;host=\"a b\" / 400",
        "for=203.0.113.9;host=\"\" / 400"
      })
  void forwarded_ofATrustedPeer(String value, String expected) {
    assertEquals(expected, seen(RFC, head("10.0.0.1", false, "Forwarded: " + value)), value);
  }

  @Test
  void linesOfOneField_areOneList() {
    assertEquals(
        "203.0.113.9 https media.test",
        seen(
            X,
            head(
                "10.0.0.1",
                false,
                "X-Forwarded-For: 1.1.1.1",
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-For: 10.9.9.9",
                "X-Forwarded-Proto: http, https",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Host: evil.test, media.test, inner.test")));
    assertEquals(
        "203.0.113.9 https inner:8080",
        seen(
            RFC,
            head(
                "10.0.0.1",
                false,
                "Forwarded: for=203.0.113.9;proto=https",
                "Forwarded: for=10.9.9.9;proto=http")));
  }

  /** A proxy that speaks of a client but not of its protocol leaves that open; open is not TLS. */
  @Test
  void protocolNobodyTells_isNotTls() {
    assertEquals(
        "203.0.113.9 http inner:8080",
        seen(X, head("10.0.0.1", true, "X-Forwarded-For: 203.0.113.9")));
    assertEquals(
        "203.0.113.9 http inner:8080",
        seen(RFC, head("10.0.0.1", true, "Forwarded: for=203.0.113.9")));
    assertEquals("10.0.0.1 https inner:8080", seen(X, head("10.0.0.1", true)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.1", "11.0.0.0", "2001:db9::1", "127.0.0.1"})
  void peerThatIsNotTrusted_isNotListenedTo(String peer) {
    RequestHead head =
        head(
            peer,
            false,
            "X-Forwarded-For: 10.0.0.1, garbage",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: media.test",
            "Forwarded: for=\"");
    for (TrustedProxies proxies : List.of(X, RFC, TrustedProxies.none())) {
      assertSame(head, proxies.resolve(head));
    }
  }

  @Test
  void twoHosts_stayTwoForTheNextCheck() {
    assertEquals(
        "10.0.0.1 http media.test|media.test",
        seen(X, head("10.0.0.1", false, "host: other", "X-Forwarded-Host: media.test")));
  }

  @Test
  void hopsWithoutEnd_areRefused() {
    assertEquals(
        "400", seen(X, head("10.0.0.1", false, "X-Forwarded-For: " + "1.1.1.1,".repeat(65) + "1")));
    assertEquals(
        "400", seen(RFC, head("10.0.0.1", false, "Forwarded: " + "a=b,".repeat(65) + "a=b")));
  }

  @Provide
  Arbitrary<List<String>> chains() {
    Arbitrary<Integer> octet = Arbitraries.integers().between(0, 255);
    Arbitrary<String> trusted = octet.map(last -> "10.0.0." + last);
    Arbitrary<String> stranger = octet.map(last -> "203.0.113." + last);
    return Arbitraries.oneOf(trusted, stranger).list().ofMinSize(1).ofMaxSize(8);
  }

  /** What the walk must come to, said another way: the last stranger, else the first of all. */
  private static String expected(List<String> chain) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (chain.get(i).startsWith("203.")) {
        return chain.get(i);
      }
    }
    return chain.get(0);
  }

  @Property
  void walk_endsAtTheLastStranger(@ForAll("chains") List<String> chain) {
    String x = "X-Forwarded-For: " + String.join(",", chain);
    String rfc =
        "Forwarded: " + chain.stream().map(hop -> "for=" + hop).collect(Collectors.joining(", "));
    assertEquals(expected(chain) + " http inner:8080", seen(X, head("10.0.0.1", false, x)));
    assertEquals(expected(chain) + " http inner:8080", seen(RFC, head("10.0.0.1", false, rfc)));
  }

  /** Nothing that a stranger writes in front changes what is seen behind it. */
  @Property
  void strangersClaims_changeNothing(
      @ForAll("chains") List<String> claimed, @ForAll("chains") List<String> hops) {
    List<String> honest = new ArrayList<>(List.of("203.0.113.77"));
    honest.addAll(hops.stream().filter(hop -> hop.startsWith("10.")).toList());
    List<String> all = new ArrayList<>(claimed);
    all.addAll(honest);
    String without = seen(X, head("10.0.0.1", false, "X-Forwarded-For: " + join(honest)));
    assertEquals(without, seen(X, head("10.0.0.1", false, "X-Forwarded-For: " + join(all))));
    assertEquals("203.0.113.77 http inner:8080", without);
  }

  private static String join(List<String> values) {
    return String.join(", ", values);
  }

  @Property
  void anyText_isUnderstoodOrRefused(@ForAll String text) {
    for (String field : List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host")) {
      seen(X, head("10.0.0.1", false, field + ": " + text));
    }
    seen(RFC, head("10.0.0.1", false, "Forwarded: " + text));
    RequestHead untrusted = head("203.0.113.1", true, "X-Forwarded-For: " + text);
    assertSame(untrusted, X.resolve(untrusted));
  }

  private static String policy(String operator, String key, String value) {
    return Fixture.statements(
        "Allow",
        "\"*\"",
        "mediastore:GetObject",
        "{\"" + operator + "\":{\"" + key + "\":\"" + value + "\"}}");
  }

  private static Fixture behindProxy() {
    return new Fixture(settings -> settings.trustedProxies(X)).object("a.ts", "content");
  }

  @Test
  void policies_seeTheClientBehindTheProxy() {
    try (Fixture origin = behindProxy()) {
      origin.policy(policy("IpAddress", "aws:SourceIp", "203.0.113.0/24"));
      TestHost.Call call = origin.call("GET", "/a.ts").peer("10.0.0.1");
      assertEquals(200, call.header("X-Forwarded-For", "203.0.113.9").send().status());
      call = origin.call("GET", "/a.ts").peer("198.51.100.1");
      assertEquals(403, call.header("X-Forwarded-For", "203.0.113.9").send().status());
      origin.policy(policy("Bool", "aws:SecureTransport", "true"));
      call = origin.call("GET", "/a.ts").peer("10.0.0.1");
      assertEquals(200, call.header("X-Forwarded-Proto", "https").send().status());
      call = origin.call("GET", "/a.ts").peer("10.0.0.1");
      assertEquals(403, call.header("X-Forwarded-Proto", "http").send().status());
      call = origin.call("GET", "/a.ts").peer("198.51.100.1");
      assertEquals(403, call.header("X-Forwarded-Proto", "https").send().status());
    }
  }

  @Test
  void signatureAndContainer_goByTheForwardedHost() {
    try (Fixture origin = behindProxy()) {
      origin.withoutPolicy();
      Headers signed =
          Fixture.OWNER
              .sign(origin.call("GET", "/a.ts"), Fixture.NOW, new byte[0])
              .head()
              .headers();
      Headers.Builder rewritten = Headers.builder();
      signed.forEach(
          (name, value) -> rewritten.add(name, name.equals("Host") ? "127.0.0.1:8080" : value));
      rewritten.add("X-Forwarded-Host", "media.test");
      assertEquals(200, send(origin, "10.0.0.1", rewritten.build()).status());
      assertEquals(404, send(origin, "198.51.100.1", rewritten.build()).status());
    }
  }

  private static Answer send(Fixture origin, String peer, Headers headers) {
    TestHost test = new TestHost(origin.http);
    List<Answer> answers = new ArrayList<>();
    RequestHead head =
        new RequestHead(
            "GET",
            "/a.ts",
            HttpVersion.HTTP_1_1,
            headers,
            new InetSocketAddress(IpLiteral.parse(peer).orElseThrow(), 1),
            false);
    Exchange exchange =
        origin.http.begin(
            head,
            response ->
                answers.add(
                    new Answer(response.status(), response.headers(), new byte[0], false, false)));
    exchange.end();
    assertEquals(1, answers.size(), test::toString);
    return answers.get(0);
  }

  @Test
  void malformedWord_refusesTheRequest_andIsNotQuoted() {
    try (Fixture origin = behindProxy()) {
      Answer answer =
          origin.call("GET", "/a.ts").peer("10.0.0.1").header("X-Forwarded-For", "<evil>").send();
      assertEquals(400, answer.status());
      assertEquals("ValidationException", answer.error());
      assertTrue(answer.close());
      assertTrue(answer.text().contains("X-Forwarded-For"), answer::text);
      assertTrue(!answer.text().contains("evil"), answer::text);
      assertNull(origin.records.get(0).caller());
    }
  }

  @Test
  void configuration_isCheckedAsItIsSet() {
    assertThrows(
        IllegalArgumentException.class, () -> TrustedProxies.sendingXForwarded("10.0.0.0/8", "x"));
    assertEquals("TrustedProxies[2 ranges, X_FORWARDED]", X.toString());
  }
}
