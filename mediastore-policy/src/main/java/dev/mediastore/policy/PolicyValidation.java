// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of checking a policy text: a document, perhaps with warnings, or the first error.
 * Immutable.
 *
 * @since 0.1
 */
public final class PolicyValidation {
  private final @Nullable PolicyDocument document;
  private final @Nullable PolicyError error;
  private final List<String> warnings;

  private PolicyValidation(
      @Nullable PolicyDocument document, @Nullable PolicyError error, List<String> warnings) {
    this.document = document;
    this.error = error;
    this.warnings = List.copyOf(warnings);
  }

  static PolicyValidation valid(PolicyDocument document, List<String> warnings) {
    return new PolicyValidation(Objects.requireNonNull(document), null, warnings);
  }

  static PolicyValidation invalid(PolicyError error) {
    return new PolicyValidation(null, Objects.requireNonNull(error), List.of());
  }

  /** Whether there is a document. */
  public boolean isValid() {
    return document != null;
  }

  /** The document, if the text passed every check. */
  public Optional<PolicyDocument> document() {
    return Optional.ofNullable(document);
  }

  /** The first error in document order, if there is one. */
  public Optional<PolicyError> error() {
    return Optional.ofNullable(error);
  }

  /**
   * What is allowed but probably not meant, such as {@code Allow} with {@code NotPrincipal}, which
   * opens a container to everybody. Empty for an invalid text.
   */
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public String toString() {
    return error == null ? "valid" : "invalid: " + error.code();
  }
}
