// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import dev.mediastore.http.EdgeRule;
import dev.mediastore.http.EdgeRules;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on demand, in time that passes on demand. */
@Timeout(60)
class FaultsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String BODY = "0123456789".repeat(10);

  /** An upload has a deadline of its own. */
  private static final int UPLOAD_AND_FAULT = 2;

  private final TestClock clock = TestClock.at(START);
  private final TestOrigin origin =
      TestOrigin.builder()
          .container("live")
          .anonymousAccess()
          .clock(clock)
          .edgeRules(
              EdgeRules.of(
                  EdgeRule.of(PathPattern.prefix("soon/"))
                      .withWait(Duration.ofSeconds(5), Duration.ZERO)))
          .start();
  private final Http http = new Http(origin);

  @AfterEach
  void stop() {
    origin.close();
  }

  private void object(String path) throws Exception {
    assertEquals(200, http.put(path, BODY));
  }

  private void reads(String pattern, Fault... faults) {
    origin.faults(FaultScript.of(FaultRule.reads(pattern).then(faults)));
  }

  /** Waits until as many actions wait for the clock, so that moving it reaches them. */
  private void awaitPending(int actions) {
    while (clock.pending() != actions) {
      Thread.onSpinWait();
    }
  }

  @Test
  void status_isAnswered_andNothingIsStored() throws Exception {
    origin.faults(
        FaultScript.of(
            FaultRule.uploads("hls/*").object(2).then(Fault.status(503), Fault.status(500))));
    assertEquals(
        List.of(200, 503, 200, 500, 200),
        List.of(
            http.put("hls/1.ts", "x"),
            http.put("hls/2.ts", "x"),
            http.put("hls/3.ts", "x"),
            http.put("hls/2.ts", "x"),
            http.put("hls/2.ts", "x")));
    assertEquals(
        "2 PUT live/hls/2.ts 503 1 in, 0 out, fault: status 503",
        origin.requests().get(1).withoutTimes());
  }

  @Test
  void delay_passesWithTheClock() throws Exception {
    object("a.ts");
    reads("*", Fault.delay(Duration.ofSeconds(3)));
    CompletableFuture<HttpResponse<String>> answer = http.getLater("a.ts");
    awaitPending(1);
    clock.advance(Duration.ofMillis(2_999));
    assertFalse(answer.isDone());
    clock.advance(Duration.ofMillis(1));
    assertEquals(BODY, answer.get().body());
  }

  @Test
  void stall_stopsInTheMiddle_untilTheClockMoves() throws Exception {
    object("a.ts");
    reads("*", Fault.stall(40, Duration.ofSeconds(3)));
    CompletableFuture<HttpResponse<String>> answer = http.getLater("a.ts");
    awaitPending(1);
    clock.advance(Duration.ofSeconds(3));
    assertEquals(BODY, answer.get().body());
  }

  @Test
  void dribble_sendsATenthOfASecondsWorthAtATime() throws Exception {
    object("a.ts");
    reads("*", Fault.dribble(250));
    CompletableFuture<HttpResponse<String>> answer = http.getLater("a.ts");
    int steps = 0;
    while (!answer.isDone()) {
      if (clock.pending() == 1) {
        clock.advance(Duration.ofMillis(100));
        steps++;
      }
      Thread.onSpinWait();
    }
    assertEquals(BODY, answer.get().body());
    assertEquals(4, steps);
  }

  @Test
  void reset_breaksTheConnection() throws Exception {
    object("a.ts");
    reads("*", Fault.reset(40));
    assertThrows(IOException.class, () -> http.get("a.ts"));
    assertEquals(BODY, http.get("a.ts").body());
    JournalEntry cut = origin.requests().get(1);
    assertEquals(40, cut.bodyBytesSent());
    assertFalse(cut.complete());
    assertEquals("reset at byte 40", cut.fault());
  }

  @Test
  void corruptByte_isOneWrongByte() throws Exception {
    object("a.ts");
    reads("*", Fault.corrupt(7), Fault.corrupt(5000));
    String body = http.get("a.ts").body();
    assertEquals(BODY.length(), body.length());
    assertNotEquals(BODY.charAt(7), body.charAt(7));
    assertEquals(BODY.substring(8), body.substring(8));
    assertEquals(BODY, http.get("a.ts").body());
  }

  private void uploads(Fault... faults) {
    origin.faults(FaultScript.of(FaultRule.uploads("*").then(faults)));
  }

  private boolean isThere(String path) {
    return origin.container("live").head(ObjectPath.of(path)).isPresent();
  }

  @Test
  void stalledUpload_isNotThereUntilTheClockMoves() throws Exception {
    uploads(Fault.stall(40, Duration.ofSeconds(3)), Fault.stall(5_000, Duration.ofSeconds(1)));
    for (Duration time : List.of(Duration.ofSeconds(3), Duration.ofSeconds(1))) {
      CompletableFuture<Integer> status = http.putLater(time + ".ts", BODY);
      awaitPending(UPLOAD_AND_FAULT);
      clock.advance(time.minusMillis(1));
      assertFalse(status.isDone() || isThere(time + ".ts"));
      clock.advance(Duration.ofMillis(1));
      assertEquals(200, status.get());
      assertEquals(BODY, http.get(time + ".ts").body());
    }
  }

  @Test
  void dribbledUpload_takesItsTime() throws Exception {
    uploads(Fault.dribble(250));
    CompletableFuture<Integer> status = http.putLater("a.ts", BODY);
    for (int step = 0; step < 4; step++) {
      awaitPending(UPLOAD_AND_FAULT);
      assertFalse(isThere("a.ts"));
      clock.advance(Fault.DRIBBLE_STEP);
    }
    assertEquals(200, status.get());
    assertEquals(BODY, http.get("a.ts").body());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 100, 5_000})
  void resetUpload_isWithdrawn_andNotAnswered(int atByte) throws Exception {
    uploads(Fault.reset(atByte));
    assertThrows(IOException.class, () -> http.put("a.ts", BODY));
    assertFalse(isThere("a.ts"));
    JournalEntry lost = origin.requests().get(0);
    assertEquals(0, lost.status());
    assertEquals("reset at byte " + atByte, lost.fault());
    assertEquals(Math.min(atByte, BODY.length()), lost.bodyBytesReceived());
  }

  @Test
  void lostAnswer_isOfAnUploadThatIsThere() throws Exception {
    uploads(Fault.lostAnswer());
    assertThrows(IOException.class, () -> http.put("a.ts", BODY));
    assertEquals(BODY, http.get("a.ts").body());
    JournalEntry carriedOut = origin.requests().get(0);
    assertEquals(200, carriedOut.status());
    assertFalse(carriedOut.complete());
    assertEquals("lost answer", carriedOut.fault());
  }

  @Test
  void corruptUpload_isStoredWrongly_unlessItsPayloadIsSigned() throws Exception {
    uploads(Fault.corrupt(7), Fault.corrupt(7));
    assertEquals(200, http.put("a.ts", BODY));
    String stored = http.get("a.ts").body();
    assertEquals(BODY.substring(8), stored.substring(8));
    assertNotEquals(BODY.charAt(7), stored.charAt(7));
    String digest =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(BODY.getBytes(StandardCharsets.US_ASCII)));
    assertEquals(400, http.put("a.ts", BODY, "x-amz-content-sha256", digest));
    assertEquals(stored, http.get("a.ts").body());
  }

  @Test
  void stalledAnswer_keepsNobodyWaiting_andLeavesTheJournalAtAReset() throws Exception {
    object("a.ts");
    reads("*", Fault.stall(40, Duration.ofSeconds(3)));
    CompletableFuture<HttpResponse<String>> answer = http.getLater("a.ts");
    awaitPending(1);
    long before = System.nanoTime();
    assertEquals(1, origin.requests().size());
    assertTrue(System.nanoTime() - before < 500_000_000L, "waited for an answer that is stalled");
    origin.reset();
    clock.advance(Duration.ofSeconds(3));
    assertEquals(BODY, answer.get().body());
    object("b.ts");
    assertEquals(List.of("live/b.ts"), origin.requests().stream().map(FaultsTest::name).toList());
  }

  private static String name(JournalEntry entry) {
    return entry.container() + '/' + entry.path();
  }

  @Test
  void whatNeverBecameARequest_isInTheJournal() throws Exception {
    assertTrue(http.raw("GET /c/live/a b HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 400"));
    String broken =
        "PUT /c/live/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n";
    assertTrue(http.raw(broken).startsWith("HTTP/1.1 400"));
    assertEquals(
        List.of("1 - null/null 400 ValidationException", "2 PUT live/a 400 ValidationException"),
        origin.requests().stream()
            .map(entry -> entry.withoutTimes().replaceAll(" \\d+ in.*", ""))
            .toList());
  }

  @Test
  void clockSkew_isInTheDate() throws Exception {
    object("a.ts");
    reads("*", Fault.clockSkew(Duration.ofHours(-1)));
    assertEquals(
        "Sun, 01 Mar 2026 11:00:00 GMT", http.get("a.ts").headers().firstValue("Date").get());
    assertEquals(
        "Sun, 01 Mar 2026 12:00:00 GMT", http.get("a.ts").headers().firstValue("Date").get());
  }

  @Test
  void scriptThatNamesWhatNeverComes_saysSo() throws Exception {
    FaultScript script =
        FaultScript.of(FaultRule.uploads("hls/720p/*.ts").object(3).then(Fault.status(503)));
    origin.faults(script);
    object("hls/720p/1.ts");
    String message = assertThrows(AssertionError.class, script::assertUsedUp).getMessage();
    assertEquals(
        "the fault script names what never came: [uploads of hls/720p/*.ts, object 3: "
            + "[status 503]: 0 of 1 faults used; objects that matched: [live/hls/720p/1.ts]]",
        message);
  }

  private String journalOf(FaultScript script) throws Exception {
    origin.reset();
    origin.faults(script);
    for (int i = 0; i < 12; i++) {
      try {
        http.put("hls/" + i % 5 + ".ts", "segment " + i);
        http.get("hls/" + i % 5 + ".ts");
      } catch (IOException e) {
        // A fault; the journal knows which.
      }
    }
    return origin.requests().stream()
        .map(JournalEntry::withoutTimes)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void sameSeed_givesTheSameJournal_twentyTimes() throws Exception {
    Fault[] choices = {Fault.status(503), Fault.reset(4), Fault.corrupt(2)};
    String first = journalOf(FaultScript.seeded(7, 0.4, "hls/*", choices));
    assertTrue(first.contains("fault: status 503") && first.contains("fault: reset"), first);
    for (int run = 0; run < 20; run++) {
      assertEquals(first, journalOf(FaultScript.seeded(7, 0.4, "hls/*", choices)));
    }
    assertNotEquals(first, journalOf(FaultScript.seeded(8, 0.4, "hls/*", choices)));
  }

  @Test
  void waitOfAnEarlyRead_passesWithTheClock() throws Exception {
    CompletableFuture<HttpResponse<String>> early = http.getLater("soon/a.ts");
    awaitPending(1);
    clock.advance(Duration.ofSeconds(5));
    assertEquals(404, early.get().statusCode());
  }

  @Test
  void actions_comeInTheOrderOfTheirTimes_withTheClockAtEach() {
    StringBuilder order = new StringBuilder();
    clock
        .deadlines()
        .after(
            Duration.ofSeconds(2),
            () ->
                order
                    .append("2 at ")
                    .append(clock.instant().getEpochSecond() - START.getEpochSecond()));
    clock
        .deadlines()
        .after(
            Duration.ofSeconds(1),
            () -> {
              order.append("1, ");
              clock.deadlines().after(Duration.ofMillis(500), () -> order.append("1.5, "));
            });
    clock.deadlines().after(Duration.ofSeconds(9), () -> order.append("never"));
    clock.advance(Duration.ofSeconds(3));
    assertEquals("1, 1.5, 2 at 2", order.toString());
    assertEquals(START.plusSeconds(3), clock.instant());
  }

  @Test
  void faults_haveSensibleNumbers() {
    assertThrows(IllegalArgumentException.class, () -> Fault.status(200));
    assertThrows(IllegalArgumentException.class, () -> Fault.delay(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> Fault.stall(-1, Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> Fault.dribble(9));
    assertThrows(IllegalArgumentException.class, () -> FaultRule.reads("*").object(0));
    assertThrows(IllegalArgumentException.class, () -> FaultScript.seeded(1, 2, "*", Fault.none()));
  }
}
