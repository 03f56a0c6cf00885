// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** What a cache does not key on must not change an answer (threat C18). */
class UnkeyedInputsTest {
  private static final Set<String> KEYED =
      Set.of(
          "range",
          "origin",
          "authorization",
          "host",
          "expect",
          "transfer-encoding",
          "content-length",
          "if-match",
          "if-none-match",
          "if-range",
          "if-modified-since",
          "if-unmodified-since",
          "x-amz-content-sha256",
          "x-amz-date",
          "x-amz-security-token");

  private static @Nullable Fixture origin;

  @BeforeContainer
  static void open() {
    origin = new Fixture().object("a.ts", "content");
  }

  @AfterContainer
  static void close() {
    fixture().close();
  }

  private static Fixture fixture() {
    Fixture opened = origin;
    if (opened == null) {
      throw new IllegalStateException("not opened");
    }
    return opened;
  }

  @Property(tries = 500)
  void otherHeaders_changeNothing(@ForAll("headers") Map<String, String> headers) {
    for (String target : new String[] {"/a.ts", "/missing.ts", "/?Path=a", "/.."}) {
      Answer plain = fixture().get(target);
      Call call = fixture().call("GET", target);
      headers.forEach(call::header);
      Answer decorated = call.send();
      assertEquals(plain.status(), decorated.status());
      assertArrayEquals(plain.body(), decorated.body());
      assertEquals(fields(plain), fields(decorated));
    }
  }

  private static String fields(Answer answer) {
    StringBuilder text = new StringBuilder();
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equals("x-amzn-RequestId")) {
                text.append(name).append(':').append(value).append('\n');
              }
            });
    return text.toString();
  }

  @Provide
  Arbitrary<Map<String, String>> headers() {
    Arbitrary<String> known =
        Arbitraries.of(
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Cookie",
            "Cache-Control",
            "Pragma",
            "X-Forwarded-Host",
            "X-Forwarded-For",
            "Forwarded",
            "TE",
            "Connection",
            "Upgrade",
            "X-HTTP-Method-Override",
            "Content-Type",
            "x-amz-storage-class",
            "Via",
            "Referer");
    Arbitrary<String> any =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars('-')
            .ofMinLength(1)
            .ofMaxLength(12)
            .filter(name -> !KEYED.contains(name.toLowerCase(Locale.ROOT)));
    Arbitrary<String> values = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(60);
    return Arbitraries.maps(Arbitraries.oneOf(known, any), values).ofMaxSize(6);
  }
}
