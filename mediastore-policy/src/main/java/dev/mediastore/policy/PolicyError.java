// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Objects;

/**
 * The first fault of a policy document, in document order. Immutable.
 *
 * <p>The message is meant for the author of the document. It quotes a Sid and the container's ARN,
 * never any other text of the policy.
 *
 * @param code what kind of fault it is
 * @param message a complete sentence with the prefix of the document's kind, such as {@code Invalid
 *     Container Policy: Resource in statement 'Play' must be scoped to files inside
 *     arn:aws:mediastore:eu-west-1:111122223333:container/live}
 * @param offset where in the text, in characters from 0
 * @since 0.1
 */
public record PolicyError(Code code, String message, int offset) {

  /**
   * Kinds of faults, so that a caller need not read the message.
   *
   * @since 0.1
   */
  public enum Code {
    /** Empty, too long, or not ASCII where only ASCII is accepted. */
    TEXT,
    /** Not one JSON object and nothing else. */
    JSON,
    /** A member name that occurs twice in one object. */
    DUPLICATE_MEMBER,
    /** A member that the policy language does not know. */
    UNKNOWN_MEMBER,
    /** A member that must be there is not, or two that exclude each other are. */
    MISSING_OR_CONFLICTING_MEMBER,
    /** A value of the wrong JSON type. */
    TYPE,
    /** An unknown policy language version. */
    VERSION,
    /** An effect other than {@code Allow} and {@code Deny}. */
    EFFECT,
    /** An action that is malformed, of another service, or unknown. */
    ACTION,
    /** A resource that is malformed or outside the container. */
    RESOURCE,
    /** A principal that is malformed or not supported. */
    PRINCIPAL,
    /** A policy variable that is malformed or stands where none may. */
    VARIABLE,
    /** An allowed {@code mediastore:PutObject} without the TLS condition. */
    INSECURE_PUT,
    /** An unknown condition operator. */
    CONDITION_OPERATOR,
    /** A malformed or repeated condition key. */
    CONDITION_KEY,
    /** A value that the condition operator cannot read. */
    CONDITION_VALUE,
    /** A malformed or repeated Sid. */
    SID,
    /** One of the counts in {@link PolicyLimits} is exceeded. */
    LIMIT
  }

  /** Checks the parts. */
  public PolicyError {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }
}
