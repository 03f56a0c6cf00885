// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement stands. Immutable.
 *
 * @param policyType the part its document plays
 * @param policyIndex which of the documents of that type, from 0
 * @param statementIndex which statement of the document, from 0
 * @param sid the author's name for the statement; null if there is none
 * @since 0.1
 */
public record StatementReference(
    PolicyType policyType, int policyIndex, int statementIndex, @Nullable String sid) {

  /** Checks the parts. */
  public StatementReference {
    Objects.requireNonNull(policyType, "policyType");
  }

  /** For logs, such as {@code statement 2 'PublicRead' of resource policy}. */
  @Override
  public String toString() {
    return "statement "
        + statementIndex
        + (sid == null ? "" : " '" + sid + "'")
        + " of "
        + policyType.label()
        + (policyIndex == 0 ? "" : " " + policyIndex);
  }
}
