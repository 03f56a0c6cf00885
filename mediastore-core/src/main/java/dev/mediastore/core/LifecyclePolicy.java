// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A lifecycle policy (contract section 14): the text as it was put and the rules it was read into.
 * Immutable.
 *
 * @param text the document, returned byte for byte
 * @param rules 1 to 10 rules
 * @since 0.1
 */
public record LifecyclePolicy(String text, List<LifecycleRule> rules) {
  /** Most rules in one policy. */
  public static final int MAX_RULES = 10;

  /**
   * Checks the number of rules and copies them.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if it is not 1 to 10
   */
  public LifecyclePolicy {
    rules = List.copyOf(rules);
    if (rules.isEmpty() || rules.size() > MAX_RULES) {
      throw MediaStoreException.of(
          ErrorCode.VALIDATION, "A lifecycle policy has 1 to " + MAX_RULES + " rules.");
    }
  }

  /**
   * Returns when an object created now would be gone by the transient data rules: the earliest of
   * all that match.
   *
   * @param rules rules in force
   * @param path path of the object
   * @param createdAt its creation
   * @return the expiry to stamp, if any rule matches
   */
  static Optional<Instant> transientExpiry(
      List<LifecycleRule> rules, ObjectPath path, Instant createdAt) {
    return rules.stream()
        .filter(rule -> rule.transientData() && rule.matches(path))
        .map(rule -> rule.dueAt(createdAt))
        .min(Instant::compareTo);
  }

  /**
   * Tells whether a rule in days says that an object is due for deletion.
   *
   * @param rules rules in force
   * @param object a complete object
   * @param now the instant to judge by
   * @return true if it is old enough for a rule that matches
   */
  static boolean deletionDue(List<LifecycleRule> rules, ObjectMetadata object, Instant now) {
    return rules.stream().anyMatch(rule -> rule.deletesByDays() && isDue(rule, object, now));
  }

  /**
   * Tells whether a transition rule says that an object is in the infrequent access class.
   *
   * @param rules rules in force
   * @param object a complete object
   * @param now the instant to judge by
   * @return true if it is old enough for a rule that matches
   */
  static boolean transitionDue(List<LifecycleRule> rules, ObjectMetadata object, Instant now) {
    return rules.stream()
        .anyMatch(
            rule -> rule.action() == LifecycleRule.Action.ARCHIVE && isDue(rule, object, now));
  }

  private static boolean isDue(LifecycleRule rule, ObjectMetadata object, Instant now) {
    return !now.isBefore(rule.dueAt(object.lastModified())) && rule.matches(object.path());
  }

  /** Leaves the text out: documents do not belong in logs. */
  @Override
  public String toString() {
    return "LifecyclePolicy[" + rules.size() + " rules]";
  }
}
