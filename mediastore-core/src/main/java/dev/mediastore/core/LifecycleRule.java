// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One rule of a lifecycle policy (contract section 14.1): what happens to which objects at which
 * age. Immutable.
 *
 * <p>Three shapes are legal: transient data (wildcards, 1 to 300 seconds, EXPIRE), deletion (1 to
 * 36,500 days, EXPIRE) and transition (at least 30 days, ARCHIVE).
 *
 * @param paths 1 to 10 patterns of one kind
 * @param unit unit of the threshold
 * @param comparison how the age is compared with the threshold
 * @param threshold age in units
 * @param action what happens
 * @since 0.1
 */
public record LifecycleRule(
    List<PathPattern> paths, AgeUnit unit, Comparison comparison, int threshold, Action action) {
  private static final int MAX_PATHS = 10;
  private static final int MAX_SECONDS = 300;
  private static final int MAX_DAYS = 36_500;
  private static final int ARCHIVE_DAYS = 30;

  /**
   * The unit in which a rule counts the age of an object. Immutable.
   *
   * @since 0.1
   */
  public enum AgeUnit {
    /** Seconds: a transient data rule. */
    SECONDS(Duration.ofSeconds(1)),
    /** Days of 24 hours. */
    DAYS(Duration.ofDays(1));

    private final Duration length;

    AgeUnit(Duration length) {
      this.length = length;
    }
  }

  /**
   * How a rule compares the age with its threshold. Immutable.
   *
   * @since 0.1
   */
  public enum Comparison {
    /** Written {@code >}: due one whole unit after the threshold. */
    GREATER,
    /** Written {@code >=}: due at the threshold. */
    GREATER_OR_EQUAL
  }

  /**
   * What a rule does to an object that is due. Immutable.
   *
   * @since 0.1
   */
  public enum Action {
    /** The object is removed. */
    EXPIRE,
    /** The object moves to a cheaper class; nothing visible changes. */
    ARCHIVE
  }

  /**
   * Checks the shape and copies the patterns.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if it is none of the legal ones
   */
  public LifecycleRule {
    paths = List.copyOf(paths);
    require(
        !paths.isEmpty() && paths.size() <= MAX_PATHS,
        "A lifecycle rule has 1 to " + MAX_PATHS + " paths.");
    boolean wildcards = paths.stream().allMatch(path -> path.kind() == PathPattern.Kind.WILDCARD);
    boolean prefixes = paths.stream().allMatch(path -> path.kind() == PathPattern.Kind.PREFIX);
    require(
        wildcards || prefixes, "The paths of a lifecycle rule are all prefixes or all wildcards.");
    if (unit == AgeUnit.SECONDS) {
      require(wildcards, "A rule in seconds takes wildcard paths only.");
      require(action == Action.EXPIRE, "A rule in seconds has the action EXPIRE.");
      require(
          threshold >= 1 && threshold <= MAX_SECONDS,
          "seconds_since_create is 1 to " + MAX_SECONDS + ".");
    } else if (action == Action.EXPIRE) {
      require(
          threshold >= 1 && threshold <= MAX_DAYS, "days_since_create is 1 to " + MAX_DAYS + ".");
    } else {
      require(
          threshold == ARCHIVE_DAYS && comparison == Comparison.GREATER_OR_EQUAL,
          "A rule with the action ARCHIVE has days_since_create greater than or equal to "
              + ARCHIVE_DAYS
              + ".");
    }
  }

  /**
   * Tells whether the rule covers a path.
   *
   * @param path path of an object
   * @return true if any pattern matches
   */
  public boolean matches(ObjectPath path) {
    for (PathPattern pattern : paths) {
      if (pattern.matches(path)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the first instant at which an object is old enough.
   *
   * @param createdAt creation of the object
   * @return creation plus threshold, plus one unit for {@link Comparison#GREATER}
   */
  public Instant dueAt(Instant createdAt) {
    int units = comparison == Comparison.GREATER ? threshold + 1 : threshold;
    return createdAt.plus(unit.length.multipliedBy(units));
  }

  /**
   * Tells whether this is a transient data rule, applied when an object is uploaded.
   *
   * @return true for rules in seconds
   */
  public boolean transientData() {
    return unit == AgeUnit.SECONDS;
  }

  /**
   * Tells whether this rule deletes objects by their age in days, applied when objects are swept.
   *
   * @return true for rules in days that expire
   */
  public boolean deletesByDays() {
    return unit == AgeUnit.DAYS && action == Action.EXPIRE;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw MediaStoreException.of(ErrorCode.VALIDATION, rule);
    }
  }
}
