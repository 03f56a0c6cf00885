// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A test whose faults never came has not tried them, and fails without being told to look. */
class UnusedFaultsTest {

  @Test
  void scriptThatNamesWhatNeverComes_failsItsTest_andNoOther() {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(Scripted.class))
            .execute()
            .testEvents();
    tests.assertStatistics(count -> count.started(5).succeeded(2).failed(3));
    tests
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test("neverComes"),
                finishedWithFailure(
                    instanceOf(AssertionError.class),
                    message(told -> told.startsWith("the fault script names what never came: ")))))
        .haveExactly(
            1,
            event(
                test("isReplaced"),
                finishedWithFailure(
                    instanceOf(AssertionError.class),
                    message(told -> told.contains("uploads of never/*: [status 503]: 0 of 1")))))
        .haveExactly(
            1,
            event(
                test("failsByItself"),
                finishedWithFailure(message(told -> told.equals("its own failure")))));
  }

  @Test
  void ruleWithoutFaults_isRefused() {
    assertEquals(
        "a rule without faults, add some by then(): uploads of hls/*, object 3: []",
        assertThrows(
                IllegalArgumentException.class,
                () -> FaultScript.of(FaultRule.uploads("hls/*").object(3)))
            .getMessage());
  }

  /** Run by the first test only. */
  @ExtendWith(MediaStoreExtension.class)
  static class Scripted {
    private static FaultScript once(String pattern) {
      return FaultScript.of(FaultRule.uploads(pattern).then(Fault.status(503)));
    }

    @Test
    void neverComes(TestOrigin origin) {
      origin.faults(once("never/*"));
    }

    @Test
    void isReplaced(TestOrigin origin) {
      origin.faults(once("never/*"));
      origin.faults(FaultScript.of());
    }

    @Test
    void comes(TestOrigin origin) throws Exception {
      origin.faults(once("a.ts"));
      new Http(origin).put("a.ts", "x");
    }

    @Test
    void failsByItself(TestOrigin origin) {
      origin.faults(once("never/*"));
      throw new IllegalStateException("its own failure");
    }

    @Test
    void hasNone(TestOrigin origin) {
      origin.container("live");
    }
  }
}
