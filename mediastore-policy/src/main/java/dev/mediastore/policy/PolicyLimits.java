// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * Limits on the text of a policy document, checked before anything is allocated for it. Immutable.
 *
 * @param maxCharacters characters of the whole text; a container policy counts all of them, the
 *     other kinds leave white space out
 * @param maxStatements statements of a document
 * @param maxValuesPerList elements of any list of actions, resources, principals or values
 * @param maxConditionKeys condition keys of one statement, over all its operators
 * @param maxNesting depth of objects and lists
 * @param maxNumberCharacters characters of a JSON number
 * @since 0.1
 */
public record PolicyLimits(
    int maxCharacters,
    int maxStatements,
    int maxValuesPerList,
    int maxConditionKeys,
    int maxNesting,
    int maxNumberCharacters) {

  /** The characters of a container policy that the service accepts. */
  public static final int CONTAINER_POLICY_CHARACTERS = 8_192;

  /** The characters of an identity, boundary or session policy, white space not counted. */
  public static final int IDENTITY_POLICY_CHARACTERS = 10_240;

  /** Checks that every limit is positive. */
  public PolicyLimits {
    if (maxCharacters < 1
        || maxStatements < 1
        || maxValuesPerList < 1
        || maxConditionKeys < 1
        || maxNesting < 1
        || maxNumberCharacters < 1) {
      throw new IllegalArgumentException("every policy limit must be at least 1");
    }
  }

  /** The defaults for a container policy. */
  public static PolicyLimits containerPolicy() {
    return new PolicyLimits(CONTAINER_POLICY_CHARACTERS, 100, 200, 20, 32, 64);
  }

  /** The defaults for an identity, boundary or session policy. */
  public static PolicyLimits identityPolicy() {
    return new PolicyLimits(IDENTITY_POLICY_CHARACTERS, 100, 200, 20, 32, 64);
  }

  /** These limits with another number of characters. */
  public PolicyLimits withMaxCharacters(int characters) {
    return new PolicyLimits(
        characters,
        maxStatements,
        maxValuesPerList,
        maxConditionKeys,
        maxNesting,
        maxNumberCharacters);
  }
}
