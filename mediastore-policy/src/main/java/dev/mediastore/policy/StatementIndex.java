// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * The statements of one effect in a document, by the action they cover, so that a request meets
 * only those that can apply to it. Immutable.
 */
final class StatementIndex {
  private final List<Statement> all;

  /** By the number of a known action, in document order. */
  private final Statement[][] byAction;

  StatementIndex(Effect effect, List<Statement> statements) {
    this.all = statements.stream().filter(statement -> statement.effect() == effect).toList();
    this.byAction = new Statement[MediaStoreActions.count()][];
    for (int i = 0; i < byAction.length; i++) {
      byAction[i] = select(i, "").toArray(Statement[]::new);
    }
  }

  /**
   * The statements that cover the action of a request, in document order. Nobody writes to them.
   *
   * @param actionNumber the number of a known action, or -1
   * @param actionText the action itself
   */
  Statement[] covering(int actionNumber, String actionText) {
    return actionNumber >= 0
        ? byAction[actionNumber]
        : select(actionNumber, actionText).toArray(Statement[]::new);
  }

  private Stream<Statement> select(int actionNumber, String actionText) {
    return all.stream().filter(statement -> statement.coversAction(actionNumber, actionText));
  }
}
