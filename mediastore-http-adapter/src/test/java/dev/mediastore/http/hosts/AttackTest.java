// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.hosts.RawClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/**
 * What the attacks have in common: one origin for each host, put back before each test. Names of
 * test methods begin with the number of their case.
 */
@Timeout(60)
abstract class AttackTest {
  /** One class runs at a time, on one host at a time. */
  private static AttackedOrigin running;

  @BeforeParameterizedClassInvocation
  static void start(HostKind kind) throws Exception {
    running = new AttackedOrigin(kind);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    running.close();
  }

  @BeforeEach
  void putBack() {
    running.reset();
  }

  static AttackedOrigin origin() {
    return running;
  }

  static Answer refused(String expected, String request) throws Exception {
    return running.refused(expected, request);
  }

  static Forgery get(String target) {
    return Forgery.of("GET", target).payload(Forgery.EMPTY);
  }

  static Forgery put(String target, int bodyLength) {
    return Forgery.of("PUT", target).with("Content-Length", Integer.toString(bodyLength));
  }
}
