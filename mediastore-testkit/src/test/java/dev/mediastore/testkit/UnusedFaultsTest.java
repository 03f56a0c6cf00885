// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

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
    tests.assertStatistics(count -> count.started(4).succeeded(2).failed(2));
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
                test("failsByItself"),
                finishedWithFailure(message(told -> told.equals("its own failure")))));
  }

  /** Run by the test above only. */
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
