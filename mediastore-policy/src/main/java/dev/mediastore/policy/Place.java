// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * Where in a document a check stands, and how a fault found there is put into words: {@code Invalid
 * Container Policy: Resource in statement 'Play' must be …}. The prefix, and the naming of element
 * and statement, are those of the real service.
 *
 * @param prefix how the message begins; depends on the kind of document
 * @param element the element at fault; empty if it is the statement as a whole
 * @param statement the statement as it is called in messages; empty outside of statements
 * @param value which value of a list it is, as an addition to the message; empty if there is one
 * @param offset where in the text
 */
record Place(String prefix, String element, String statement, String value, int offset) {

  static Place document(PolicyRules rules) {
    String prefix =
        rules.containerArn().isPresent() ? "Invalid Container Policy: " : "Invalid Policy: ";
    return new Place(prefix, "The policy", "", "", 0);
  }

  Place at(int newOffset) {
    return new Place(prefix, element, statement, value, newOffset);
  }

  Place element(String name, int newOffset) {
    return new Place(prefix, name, statement, "", newOffset);
  }

  /** The place of a whole statement. */
  Place inStatement(String name, int newOffset) {
    return new Place(prefix, "", name, "", newOffset);
  }

  /** The place of one value of a list. */
  Place value(int index, int count, int newOffset) {
    String addition = count == 1 ? "" : " (value " + (index + 1) + " of " + count + ")";
    return new Place(prefix, element, statement, addition, newOffset);
  }

  PolicyFault fault(PolicyError.Code code, String problem) {
    String where = element + (element.isEmpty() || statement.isEmpty() ? "" : " in ") + statement;
    return new PolicyFault(new PolicyError(code, prefix + where + " " + problem + value, offset));
  }
}
