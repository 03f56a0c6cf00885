// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a request says about its body before the body comes. Immutable.
 *
 * @since 0.1
 */
public final class PayloadExpectation {
  static final long UNKNOWN_LENGTH = -1;

  private static final Map<PayloadForm, PayloadExpectation> PLAIN =
      new EnumMap<>(
          Arrays.stream(PayloadForm.values())
              .collect(
                  Collectors.toMap(
                      Function.identity(),
                      form -> new PayloadExpectation(form, UNKNOWN_LENGTH, List.of()))));

  private final PayloadForm form;
  private final long decodedLength;
  private final List<String> trailers;

  PayloadExpectation(PayloadForm form, long decodedLength, List<String> trailers) {
    this.form = form;
    this.decodedLength = decodedLength;
    this.trailers = List.copyOf(trailers);
  }

  /** Returns the expectation of a form that says nothing more. */
  static PayloadExpectation of(PayloadForm form) {
    return Objects.requireNonNull(PLAIN.get(form));
  }

  /**
   * Returns the form of the payload.
   *
   * @return the form
   */
  public PayloadForm form() {
    return form;
  }

  /**
   * Returns the length of the object in a framed body, {@code x-amz-decoded-content-length}.
   *
   * @return the length in bytes; empty if the body is not framed or the client did not say
   */
  public OptionalLong decodedLength() {
    return knowsLength() ? OptionalLong.of(decodedLength) : OptionalLong.empty();
  }

  boolean knowsLength() {
    return decodedLength != UNKNOWN_LENGTH;
  }

  long decodedBytes() {
    return decodedLength;
  }

  /**
   * Returns the names of the trailer fields announced in {@code x-amz-trailer}.
   *
   * @return lower-case names, in the order announced
   */
  public List<String> trailers() {
    return trailers;
  }

  @Override
  public String toString() {
    return "PayloadExpectation[" + form + "]";
  }
}
