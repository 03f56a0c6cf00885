// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resource name of a container: {@code
 * arn:{partition}:mediastore:{region}:{account}:container/{name}}. Immutable.
 *
 * <p>Shape of contract section 5; partitions other than {@code aws} and regions with more than
 * three parts are accepted, so that every real region can be named.
 *
 * @param partition lower-case letters, digits and hyphens, for example {@code aws}
 * @param region lower-case letters, digits and hyphens, for example {@code us-east-1}
 * @param account twelve digits
 * @param name 1 to 255 of {@code A-Z a-z 0-9 _ -}
 * @since 0.1
 */
public record ContainerArn(String partition, String region, String account, String name) {
  private static final Pattern ARN =
      Pattern.compile("arn:([^:]+):mediastore:([^:]+):([^:]+):container/([^:/]+)");
  private static final int MAX_PARTITION = 32;
  private static final int ACCOUNT_DIGITS = 12;
  private static final int MAX_CHARACTERS = 1024;

  /**
   * Checks every part.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if a part has the wrong shape
   */
  public ContainerArn {
    check("partition", isPartition(partition));
    check("region", isRegion(region));
    check("account", isAccount(account));
    ContainerName.check(name);
  }

  /**
   * Reads the printed form.
   *
   * @param text at most 1024 characters
   * @return the container's resource name
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if it is not one
   */
  public static ContainerArn parse(String text) {
    if (text.length() <= MAX_CHARACTERS) {
      Matcher matcher = ARN.matcher(text);
      if (matcher.matches()) {
        return new ContainerArn(
            matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
      }
    }
    throw MediaStoreException.of(
        ErrorCode.VALIDATION, "Resource is not the ARN of a MediaStore container.");
  }

  /**
   * Returns the resource name of an object in this container, the form policies match against.
   *
   * @param path path of the object
   * @return this name, a slash and the path
   */
  public String objectArn(ObjectPath path) {
    return "arn:"
        + partition
        + ":mediastore:"
        + region
        + ":"
        + account
        + ":container/"
        + name
        + "/"
        + path.value();
  }

  // Read by hand: a request that names its container by name makes one of these.

  /** A letter and up to 31 letters, digits and hyphens. */
  private static boolean isPartition(String text) {
    if (text.isEmpty() || text.length() > MAX_PARTITION || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Two or more letters, and one or more parts of letters and digits, each behind a hyphen. */
  private static boolean isRegion(String text) {
    int parts = 0;
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '-') {
        if (length < (parts == 0 ? 2 : 1)) {
          return false;
        }
        parts++;
        length = 0;
      } else if (isLetter(c) || (parts > 0 && isDigit(c))) {
        length++;
      } else {
        return false;
      }
    }
    return parts > 0 && length > 0;
  }

  private static boolean isAccount(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return text.length() == ACCOUNT_DIGITS;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void check(String part, boolean legal) {
    if (!legal) {
      throw MediaStoreException.of(
          ErrorCode.VALIDATION, "The " + part + " of the container ARN is malformed.");
    }
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":mediastore:" + region + ":" + account + ":container/" + name;
  }
}
