// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.http.RequestQuotas.Kind;
import dev.mediastore.http.TestHost.Answer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How many requests of a kind a container takes (contract section 18). */
class RequestQuotasTest {
  private static Supplier<Answer> request(Fixture origin, Kind kind) {
    return switch (kind) {
      case PUT_STANDARD -> () -> origin.call("PUT", "/a.ts").send("x");
      case PUT_STREAMING ->
          () ->
              origin
                  .call("PUT", "/a.ts")
                  .header("x-amz-upload-availability", "STREAMING")
                  .sendChunked(Fixture.bytes("x"));
      case GET, GET_STREAMING -> () -> origin.get("/a.ts");
      case DESCRIBE -> () -> origin.call("HEAD", "/a.ts").send();
      case DELETE -> () -> origin.call("DELETE", "/a.ts").send();
      case LIST -> () -> origin.get("/");
    };
  }

  private static int refusedOf(int count, Supplier<Answer> request) {
    int refused = 0;
    for (int i = 0; i < count; i++) {
      refused += request.get().status() == 429 ? 1 : 0;
    }
    return refused;
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "GET_STREAMING")
  void oneTooMany_isRefusedUntilTimePasses_andOtherKindsAreNot(Kind kind) {
    try (Fixture origin =
        new Fixture(settings -> settings.quotas(RequestQuotas.none().with(kind, 4)))) {
      Supplier<Answer> request = request(origin, kind);
      assertEquals(0, refusedOf(4, request));
      Answer refused = request.get();
      assertEquals(429, refused.status());
      assertEquals("ThrottlingException", refused.error());
      assertEquals("1", refused.header("Retry-After"));
      assertEquals("no-store", refused.header("Cache-Control"));
      for (Kind other : Kind.values()) {
        if (other != kind && !(kind == Kind.GET && other == Kind.GET_STREAMING)) {
          assertEquals(0, refusedOf(6, request(origin, other)), other.name());
        }
      }
      origin.clock.pass(Duration.ofMillis(500));
      assertEquals(1, refusedOf(3, request));
      origin.clock.pass(Duration.ofDays(1));
      assertEquals(2, refusedOf(6, request));
    }
  }

  @Test
  void readersOfAGrowingObject_haveAQuotaOfTheirOwn() {
    try (Fixture origin =
        new Fixture(
            settings -> settings.quotas(RequestQuotas.none().with(Kind.GET_STREAMING, 2)))) {
      TestHost.Call put =
          origin
              .call("PUT", "/g.ts")
              .header("x-amz-upload-availability", "STREAMING")
              .header("Transfer-Encoding", "chunked");
      Exchange upload = put.begin();
      upload.body(ByteBuffer.wrap(Fixture.bytes("some")));
      assertEquals(1, refusedOf(3, () -> origin.get("/g.ts")));
      upload.end();
      assertEquals(200, put.answer().status());
      assertEquals(0, refusedOf(9, () -> origin.get("/g.ts")));
    }
  }

  @Test
  void refusedByPolicy_isNotCounted() {
    try (Fixture origin =
        new Fixture(settings -> settings.quotas(RequestQuotas.none().with(Kind.GET, 1)))) {
      String policy = Fixture.PUBLIC;
      origin.withoutPolicy();
      assertEquals(0, refusedOf(5, () -> origin.get("/a.ts")));
      origin.policy(policy);
      assertEquals(1, refusedOf(2, () -> origin.get("/a.ts")));
    }
  }

  @Test
  void clockThatGoesBack_givesAndTakesNothing() {
    try (Fixture origin =
        new Fixture(settings -> settings.quotas(RequestQuotas.none().with(Kind.LIST, 2)))) {
      assertEquals(0, refusedOf(1, () -> origin.get("/")));
      origin.clock.pass(Duration.ofHours(-1));
      assertEquals(1, refusedOf(2, () -> origin.get("/")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT_STANDARD, 100",
    "PUT_STREAMING, 10",
    "GET, 1000",
    "GET_STREAMING, 25",
    "DESCRIBE, 1000",
    "DELETE, 100",
    "LIST, 5",
  })
  void officialQuotas_areThoseOfTheService(Kind kind, int perSecond) {
    assertEquals(perSecond, RequestQuotas.official().perSecond(kind));
    assertEquals(0, RequestQuotas.none().perSecond(kind));
  }

  @Test
  void quota_isAtLeastOne() {
    assertThrows(IllegalArgumentException.class, () -> RequestQuotas.none().with(Kind.GET, 0));
  }
}
