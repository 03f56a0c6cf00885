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
  private static final Pattern PARTITION = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final int MAX_CHARACTERS = 1024;

  /**
   * Checks every part.
   *
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if a part has the wrong shape
   */
  public ContainerArn {
    check("partition", partition, PARTITION);
    check("region", region, REGION);
    check("account", account, ACCOUNT);
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
    return this + "/" + path.value();
  }

  private static void check(String part, String value, Pattern shape) {
    if (!shape.matcher(value).matches()) {
      throw MediaStoreException.of(
          ErrorCode.VALIDATION, "The " + part + " of the container ARN is malformed.");
    }
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":mediastore:" + region + ":" + account + ":container/" + name;
  }
}
