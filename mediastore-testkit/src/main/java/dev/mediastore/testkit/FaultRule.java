// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which requests go wrong, and how, one after the other. Immutable.
 *
 * <pre>{@code
 * // The third segment of 720p: 503 twice, then a stall, then a reset; well from then on.
 * FaultRule.uploads("hls/720p/*.ts").object(3)
 *     .then(Fault.status(503), Fault.status(503))
 *     .then(Fault.stall(4096, Duration.ofSeconds(3)), Fault.reset(0));
 * }</pre>
 *
 * @since 0.1
 */
public final class FaultRule {
  private final boolean uploads;
  private final String pattern;
  private final int object;
  private final List<Fault> faults;

  private FaultRule(boolean uploads, String pattern, int object, List<Fault> faults) {
    this.uploads = uploads;
    this.pattern = Objects.requireNonNull(pattern, "pattern");
    this.object = object;
    this.faults = List.copyOf(faults);
  }

  /**
   * Uploads (PUT, POST) to matching paths.
   *
   * @param pattern path within any container, with {@code *} for any run of characters
   * @return a rule that does nothing yet
   */
  public static FaultRule uploads(String pattern) {
    return new FaultRule(true, pattern, 0, List.of());
  }

  /**
   * Reads (GET, HEAD) of matching paths.
   *
   * @param pattern path within any container, with {@code *} for any run of characters
   * @return a rule that does nothing yet
   */
  public static FaultRule reads(String pattern) {
    return new FaultRule(false, pattern, 0, List.of());
  }

  /**
   * Only one of the matching objects, by the order in which they were first asked for.
   *
   * @param nth from 1
   * @return the narrower rule
   */
  public FaultRule object(int nth) {
    if (nth < 1) {
      throw new IllegalArgumentException("nth must be at least 1, was " + nth);
    }
    return new FaultRule(uploads, pattern, nth, faults);
  }

  /**
   * What happens to the next requests, one each; afterwards they go well.
   *
   * @param more in order
   * @return the longer rule
   */
  public FaultRule then(Fault... more) {
    List<Fault> all = new ArrayList<>(faults);
    all.addAll(List.of(more));
    return new FaultRule(uploads, pattern, object, all);
  }

  boolean matches(String method, ObjectPath path) {
    boolean upload = method.equals("PUT") || method.equals("POST");
    boolean read = method.equals("GET") || method.equals("HEAD");
    return (uploads ? upload : read) && PathPattern.wildcard(pattern).matches(path);
  }

  /** Which of the matching objects is meant, from 1; 0 for all. */
  int object() {
    return object;
  }

  List<Fault> faults() {
    return faults;
  }

  @Override
  public String toString() {
    return (uploads ? "uploads of " : "reads of ")
        + pattern
        + (object == 0 ? "" : ", object " + object)
        + ": "
        + faults;
  }
}
