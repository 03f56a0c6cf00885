// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.regex.Pattern;

/** The form of a container's ARN (contract section 12.3). */
final class ContainerArn {
  private static final Pattern FORM =
      Pattern.compile("arn:[a-z0-9-]+:mediastore:[a-z0-9-]*:[0-9]{12}:container/[A-Za-z0-9_.-]+");

  private ContainerArn() {}

  /** The very text, if it is a container's ARN without wildcards and without a path. */
  static String check(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not the ARN of a container");
    }
    return text;
  }
}
