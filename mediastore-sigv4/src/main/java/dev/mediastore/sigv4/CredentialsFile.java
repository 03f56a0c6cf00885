// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from a file in the format of the AWS tools, read again whenever the file changes.
 * Safe for any thread.
 *
 * <pre>
 * [encoder]
 * aws_access_key_id     = AKIDEXAMPLE
 * aws_secret_access_key = ...
 * aws_session_token     = ...                     (temporary credentials)
 * expiration            = 2026-01-31T12:00:00Z    (optional)
 * </pre>
 *
 * <p>The name of a section becomes the {@linkplain SigningCredentials#owner owner}. The file is
 * looked at again at most once per interval; a file that has become unreadable or malformed refuses
 * every request until it is good again, so nothing revoked lives on. Replace it by renaming another
 * over it.
 *
 * @since 0.1
 */
public final class CredentialsFile implements CredentialsLookup {
  /** A file that changed this shortly before it was read may change again unnoticed. */
  private static final Duration TIMESTAMP_GRAIN = Duration.ofSeconds(2);

  private static final long LONGEST_BYTES = 1 << 20;

  private final Path file;
  private final Duration interval;
  private final InstantSource clock;
  private final Object lock = new Object();
  private volatile Snapshot snapshot;

  /**
   * What was read, and how the file looked then.
   *
   * @param settled whether a later change is bound to show in the time stamp
   * @param failure why the file could not be read; null if it could
   */
  private record Snapshot(
      Instant checkedAt,
      @Nullable Stamp stamp,
      boolean settled,
      Map<String, SigningCredentials> credentials,
      @Nullable CredentialsUnavailableException failure) {}

  private record Stamp(Instant modified, long length, @Nullable Object identity) {}

  private CredentialsFile(Path file, Duration interval, InstantSource clock) {
    this.file = file;
    this.interval = interval;
    this.clock = clock;
    this.snapshot = read(clock.instant());
  }

  /**
   * Opens a file that is looked at at most once a second.
   *
   * @param file the file
   * @return the lookup
   * @throws CredentialsUnavailableException if the file cannot be read or is malformed
   */
  public static CredentialsFile open(Path file) {
    return open(file, Duration.ofSeconds(1), InstantSource.system());
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param interval how long what was read is trusted; zero to look at every request
   * @param clock tells when the interval is over
   * @return the lookup
   * @throws CredentialsUnavailableException if the file cannot be read or is malformed
   */
  public static CredentialsFile open(Path file, Duration interval, InstantSource clock) {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval is negative: " + interval);
    }
    CredentialsFile opened =
        new CredentialsFile(
            Objects.requireNonNull(file, "file"), interval, Objects.requireNonNull(clock, "clock"));
    opened.find("");
    return opened;
  }

  @Override
  public Optional<SigningCredentials> find(String accessKeyId) {
    Snapshot current = current();
    CredentialsUnavailableException failure = current.failure();
    if (failure != null) {
      throw new CredentialsUnavailableException("the credentials file is unusable", failure);
    }
    return Optional.ofNullable(current.credentials().get(accessKeyId));
  }

  private Snapshot current() {
    Snapshot known = snapshot;
    Instant now = clock.instant();
    if (isFresh(known, now)) {
      return known;
    }
    synchronized (lock) {
      if (!isFresh(snapshot, now)) {
        snapshot = check(snapshot, now);
      }
      return snapshot;
    }
  }

  /** A clock that was set back must not make a snapshot fresh for ever. */
  private boolean isFresh(Snapshot known, Instant now) {
    Duration age = Duration.between(known.checkedAt(), now);
    return !age.isNegative() && age.compareTo(interval) < 0;
  }

  private Snapshot check(Snapshot known, Instant now) {
    if (known.failure() == null && known.settled()) {
      try {
        if (stamp().equals(known.stamp())) {
          return new Snapshot(now, known.stamp(), true, known.credentials(), null);
        }
      } catch (IOException e) {
        return failed(now, "cannot be read", e);
      }
    }
    return read(now);
  }

  private Snapshot read(Instant now) {
    try {
      Stamp stamp = stamp();
      if (stamp.length() > LONGEST_BYTES) {
        return failed(now, "is larger than " + LONGEST_BYTES + " bytes", null);
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      boolean settled = stamp.modified().plus(TIMESTAMP_GRAIN).isBefore(now);
      return new Snapshot(now, stamp, settled, CredentialsFileParser.parse(text), null);
    } catch (IOException e) {
      return failed(now, "cannot be read", e);
    } catch (IllegalArgumentException e) {
      return failed(now, "is malformed: " + e.getMessage(), null);
    }
  }

  private Snapshot failed(Instant now, String what, @Nullable IOException cause) {
    String message = "the credentials file " + file.getFileName() + " " + what;
    CredentialsUnavailableException failure =
        cause == null
            ? new CredentialsUnavailableException(message)
            : new CredentialsUnavailableException(message, cause);
    return new Snapshot(now, null, false, Map.of(), failure);
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(
        attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
  }
}
