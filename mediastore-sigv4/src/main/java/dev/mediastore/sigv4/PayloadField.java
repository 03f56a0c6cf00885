// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request says about its payload, from {@code x-amz-content-sha256} and its company.
 */
final class PayloadField {
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final PayloadForm[] FORMS = PayloadForm.values();

  private final VerifierSettings settings;

  PayloadField(VerifierSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns the value of the field, white space removed; null if neither header nor query has it.
   */
  static @Nullable String value(RequestView request, HeaderLines lines, @Nullable String inQuery)
      throws Refusal {
    String inHeader = HeaderLines.trimmed(request, lines.contentSha256);
    if (inHeader == null) {
      return inQuery;
    }
    if (inQuery != null && !inQuery.equals(inHeader)) {
      throw new Refusal(
          SigV4Error.AMBIGUOUS_REQUEST,
          "The request has two values of X-Amz-Content-Sha256: in the header and in the query");
    }
    return inHeader;
  }

  /** Finds the form of a payload and refuses those that are switched off. */
  PayloadForm form(@Nullable String value, boolean presigned, SignatureAlgorithm algorithm)
      throws Refusal {
    if (value == null) {
      boolean uncovered = presigned && settings.pathRules() == PathRules.S3;
      return allowed(uncovered ? PayloadForm.UNSIGNED : PayloadForm.COMPUTED_DIGEST);
    }
    if (value.equals(Sha256.EMPTY_HEX) // By far the most frequent: requests without a body.
        || (value.length() == 2 * Sha256.LENGTH && Hex.isLower(value, 0, value.length()))) {
      return PayloadForm.DECLARED_DIGEST;
    }
    for (PayloadForm form : FORMS) {
      if (value.equals(form.token()) && form.fits(algorithm)) {
        return allowed(form);
      }
    }
    throw new Refusal(
        SigV4Error.BAD_PAYLOAD_HASH,
        "The value of x-amz-content-sha256 must be 64 lower-case hexadecimal digits or"
            + " UNSIGNED-PAYLOAD or a streaming form that fits the algorithm");
  }

  private PayloadForm allowed(PayloadForm form) throws Refusal {
    if (form.framed() && !settings.streamingPayloads()) {
      throw new Refusal(
          SigV4Error.PAYLOAD_FORM_NOT_ALLOWED,
          "The header x-amz-content-sha256 asks for a streaming payload and those are not"
              + " accepted");
    }
    if (!form.covered() && !settings.unsignedPayloads()) {
      throw new Refusal(
          SigV4Error.PAYLOAD_FORM_NOT_ALLOWED, "The payload must be covered by the signature");
    }
    return form;
  }

  /** Describes the payload, reading the announcements of a framed one. */
  PayloadExpectation expectation(PayloadForm form, RequestView request, HeaderLines lines)
      throws Refusal {
    if (!form.framed()) {
      requireNoFraming(lines);
      return PayloadExpectation.of(form);
    }
    return new PayloadExpectation(
        form,
        decodedLength(HeaderLines.trimmed(request, lines.decodedLength)),
        trailers(HeaderLines.value(request, lines.trailer)));
  }

  /** Framing that nobody would take off must never be stored as content. */
  private static void requireNoFraming(HeaderLines lines) throws Refusal {
    if (lines.framing) {
      throw new Refusal(
          SigV4Error.BAD_PAYLOAD_HASH,
          "Content-Encoding aws-chunked needs a streaming value of x-amz-content-sha256");
    }
  }

  /** Tells whether a {@code Content-Encoding} value says that the body is framed. */
  static boolean namesFraming(String contentEncoding) {
    return items(contentEncoding).contains("aws-chunked");
  }

  private static long decodedLength(@Nullable String text) throws Refusal {
    if (text == null) {
      return PayloadExpectation.UNKNOWN_LENGTH;
    }
    String digits = text;
    long value = 0;
    boolean number = !digits.isEmpty() && digits.length() <= 15;
    for (int i = 0; number && i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      number = digit >= 0 && digit <= 9;
      value = value * 10 + digit;
    }
    if (!number) {
      throw new Refusal(
          SigV4Error.MALFORMED_REQUEST, "The header x-amz-decoded-content-length is not a number");
    }
    return value;
  }

  private List<String> trailers(@Nullable String announced) throws Refusal {
    if (announced == null) {
      return List.of();
    }
    List<String> names = items(announced);
    if (names.size() > settings.limits().trailerFields()) {
      throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "The header x-amz-trailer has too many names");
    }
    for (String name : names) {
      if (name.startsWith(TrailerChecksum.PREFIX) && TrailerChecksum.forField(name) == null) {
        throw new Refusal(
            SigV4Error.BAD_TRAILER,
            "The trailer names a checksum that is not known here: " + PublicText.of(name));
      }
    }
    return names;
  }

  /** The items of a comma-separated list, lower case. */
  private static List<String> items(String list) {
    List<String> items = new ArrayList<>();
    for (int from = 0; from <= list.length(); ) {
      int comma = list.indexOf(',', from);
      int to = comma < 0 ? list.length() : comma;
      String item = lower(list.substring(from, to).trim());
      if (!item.isEmpty()) {
        items.add(item);
      }
      from = to + 1;
    }
    return items;
  }

  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      lower.append(HeaderNames.lower(text.charAt(i)));
    }
    return lower.toString();
  }
}
