// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong with one request. Immutable.
 *
 * <p>{@link #stall}, {@link #dribble}, {@link #reset} and {@link #corrupt} concern a body: of the
 * answer to a read, of the request of an upload. A place beyond the end of a body is its end for an
 * upload; the answer to a read that is shorter stays as it is.
 *
 * @since 0.1
 */
public final class Fault {

  /** How often a dribble moves. */
  static final Duration DRIBBLE_STEP = Duration.ofMillis(100);

  /** What goes wrong. */
  enum Kind {
    NONE,
    STATUS,
    DELAY,
    STALL,
    DRIBBLE,
    CUT,
    CORRUPT,
    LOST,
    SKEW
  }

  private final Kind kind;
  private final int number;
  private final Duration time;

  private Fault(Kind kind, int number, Duration time) {
    this.kind = kind;
    this.number = number;
    this.time = time;
  }

  /**
   * Nothing: this request goes well.
   *
   * @return the fault
   */
  public static Fault none() {
    return new Fault(Kind.NONE, 0, Duration.ZERO);
  }

  /**
   * The request is read, not carried out, and answered with a status.
   *
   * @param status 400 to 599
   * @return the fault
   */
  public static Fault status(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be 400 to 599, was " + status);
    }
    return new Fault(Kind.STATUS, status, Duration.ZERO);
  }

  /**
   * The request is carried out and its answer held back.
   *
   * @param time how long
   * @return the fault
   */
  public static Fault delay(Duration time) {
    return new Fault(Kind.DELAY, 0, positive(time));
  }

  /**
   * The body stops at a byte for a time. An upload is taken from its client meanwhile, but nothing
   * of it reaches the origin: it is not there yet, and who follows it waits.
   *
   * @param atByte bytes that pass before, 0 or more
   * @param time how long
   * @return the fault
   */
  public static Fault stall(int atByte, Duration time) {
    return new Fault(Kind.STALL, notNegative(atByte), positive(time));
  }

  /**
   * The body comes slowly, a tenth of a second's worth at a time.
   *
   * @param bytesPerSecond at least 10
   * @return the fault
   */
  public static Fault dribble(int bytesPerSecond) {
    if (bytesPerSecond < 10) {
      throw new IllegalArgumentException("bytesPerSecond must be at least 10");
    }
    return new Fault(Kind.DRIBBLE, bytesPerSecond, Duration.ZERO);
  }

  /**
   * The connection is broken in the middle of the body: truncated for a client that counts, reset
   * for others. An upload is withdrawn and gets no answer.
   *
   * @param atByte bytes of the body that pass before, 0 or more
   * @return the fault
   */
  public static Fault reset(int atByte) {
    return new Fault(Kind.CUT, notNegative(atByte), Duration.ZERO);
  }

  /**
   * The request is carried out, and the connection broken before any of its answer: what a client
   * that tries again has to bear.
   *
   * @return the fault
   */
  public static Fault lostAnswer() {
    return new Fault(Kind.LOST, 0, Duration.ZERO);
  }

  /**
   * One byte of the body is wrong, so that no checksum fits: an upload with a signed payload is
   * refused, any other is stored wrongly.
   *
   * @param atByte which, from 0; a body that is shorter stays as it is
   * @return the fault
   */
  public static Fault corrupt(int atByte) {
    return new Fault(Kind.CORRUPT, notNegative(atByte), Duration.ZERO);
  }

  /**
   * The answer tells another time, in {@code Date}.
   *
   * @param skew how far it is ahead; negative for behind
   * @return the fault
   */
  public static Fault clockSkew(Duration skew) {
    return new Fault(Kind.SKEW, 0, skew);
  }

  private static Duration positive(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a time must be positive, was " + time);
    }
    return time;
  }

  private static int notNegative(int atByte) {
    if (atByte < 0) {
      throw new IllegalArgumentException("atByte must be 0 or more, was " + atByte);
    }
    return atByte;
  }

  /** Whether a body comes wrongly, rather than the answer as a whole. */
  boolean concernsBody() {
    return kind == Kind.STALL || kind == Kind.DRIBBLE || kind == Kind.CUT || kind == Kind.CORRUPT;
  }

  /** Bytes of each {@link #DRIBBLE_STEP}. */
  int dribble() {
    return (int) (number * DRIBBLE_STEP.toMillis() / 1000);
  }

  Kind kind() {
    return kind;
  }

  int number() {
    return number;
  }

  Duration time() {
    return time;
  }

  /** What is done, or null if nothing is. */
  @Nullable String described() {
    return kind == Kind.NONE ? null : toString();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case STATUS -> "status " + number;
      case DELAY -> "delay " + time;
      case STALL -> "stall at byte " + number + " for " + time;
      case DRIBBLE -> "dribble " + number + " B/s";
      case CUT -> "reset at byte " + number;
      case CORRUPT -> "corrupt byte " + number;
      case LOST -> "lost answer";
      case SKEW -> "clock skew " + time;
    };
  }
}
