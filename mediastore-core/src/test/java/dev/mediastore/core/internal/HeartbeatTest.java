// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done by itself, and what is done when called. */
@Timeout(30)
class HeartbeatTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void calledWork_isDoneWithoutThePause() throws Exception {
    AtomicInteger beats = new AtomicInteger();
    CountDownLatch called = new CountDownLatch(1);
    try (Heartbeat heartbeat =
        new Heartbeat("test", NEVER, beats::incrementAndGet, called::countDown)) {
      heartbeat.call();
      assertTrue(called.await(10, TimeUnit.SECONDS));
    }
    assertEquals(0, beats.get());
  }

  /** A failure ends neither. */
  @Test
  void beatsGoOn_howeverOftenItIsCalled() throws Exception {
    CountDownLatch beats = new CountDownLatch(3);
    AtomicInteger calls = new AtomicInteger();
    try (Heartbeat heartbeat =
        new Heartbeat(
            "test",
            SOON,
            () -> {
              beats.countDown();
              throw new IllegalStateException("scripted");
            },
            calls::incrementAndGet)) {
      while (beats.getCount() > 0) {
        heartbeat.call();
      }
    }
    assertTrue(calls.get() > 0);
  }

  @Test
  void closingWaitsForNothingButTheWork() {
    Heartbeat heartbeat = new Heartbeat("test", NEVER, () -> {});
    heartbeat.close();
    assertTrue(heartbeat.isClosing());
  }
}
