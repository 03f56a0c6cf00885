// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * How one document is to be read: the rules for its kind, and whether its language version has
 * policy variables. Immutable.
 *
 * @param rules what the document must satisfy
 * @param variables whether <code>${…}</code> is a policy variable
 */
record Dialect(PolicyRules rules, boolean variables) {
  private static final int LONGEST_QUOTED_ARN = 100;

  PolicyLimits limits() {
    return rules.limits();
  }

  /** Whether every check is made, or only those that evaluation depends on. */
  boolean complete() {
    return rules.complete();
  }

  boolean isResourcePolicy() {
    return rules.type() == PolicyType.RESOURCE;
  }

  boolean isContainerPolicy() {
    return rules.containerArn().isPresent();
  }

  /** Whether the liberties of the compatible dialect are taken. */
  boolean lenientNames() {
    return !rules.strict();
  }

  /**
   * The resource that a text stands for: in a container policy something inside the container, with
   * {@code "*"} for all of it unless strict; in other documents the text itself.
   */
  String resourceText(String text, Place place) throws PolicyFault {
    if (!isContainerPolicy()) {
      return text;
    }
    String container = rules.containerArn().orElseThrow();
    if (text.equals("*") && lenientNames()) {
      return container + "/*";
    }
    if (!text.startsWith(container + "/") || text.length() == container.length() + 1) {
      throw place.fault(
          PolicyError.Code.RESOURCE,
          "must be scoped to files inside "
              + (container.length() > LONGEST_QUOTED_ARN ? "the container" : container));
    }
    return text;
  }
}
