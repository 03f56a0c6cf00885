// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a request says about its body before the body comes. Immutable.
 *
 * @since 0.1
 */
public final class PayloadExpectation {
  private final PayloadForm form;
  private final long decodedLength;
  private final List<String> trailers;

  PayloadExpectation(PayloadForm form, long decodedLength, List<String> trailers) {
    this.form = form;
    this.decodedLength = decodedLength;
    this.trailers = List.copyOf(trailers);
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
    return decodedLength < 0 ? OptionalLong.empty() : OptionalLong.of(decodedLength);
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
