// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Authorization} header: an algorithm, then {@code Credential}, {@code
 * SignedHeaders} and {@code Signature} once each in any order, with or without space after the
 * commas.
 */
final class AuthorizationParser {
  private static final String CREDENTIAL = "Credential";
  private static final String SIGNED_HEADERS = "SignedHeaders";
  private static final String SIGNATURE = "Signature";

  private final CredentialTexts credentials;
  private final VerifierSettings settings;

  AuthorizationParser(CredentialTexts credentials, VerifierSettings settings) {
    this.credentials = credentials;
    this.settings = settings;
  }

  /** Fills the claim from the header and those that accompany it. */
  void read(RequestView request, HeaderLines lines, Claim claim) throws Refusal {
    claim.presigned = false;
    parse(request.headerValue(lines.authorization), claim);
    claim.token = HeaderLines.trimmed(request, lines.securityToken);
    claim.regionSet = HeaderLines.value(request, lines.regionSet);
    String amzDate = HeaderLines.trimmed(request, lines.amzDate);
    String date = HeaderLines.trimmed(request, lines.date);
    if (amzDate != null) {
      claim.timestamp = amzDate;
      claim.signedAt = AmzDate.parse(claim.timestamp);
    } else if (date != null) {
      claim.signedAt = AmzDate.parseAny(date);
      claim.timestamp = claim.signedAt == AmzDate.INVALID ? "" : AmzDate.format(claim.signedAt);
    } else {
      throw incomplete("A signed request needs the header X-Amz-Date or Date");
    }
    if (claim.signedAt == AmzDate.INVALID) {
      throw incomplete("The date of the request must look like 20150830T123600Z");
    }
  }

  private void parse(String value, Claim claim) throws Refusal {
    if (value.length() > settings.limits().authorizationLength()) {
      throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "The Authorization header is too long");
    }
    int end = trimEnd(value, 0, value.length());
    int start = skipSpace(value, 0, end);
    int space = start;
    while (space < end && !CanonicalBuffer.isSpace(value.charAt(space))) {
      space++;
    }
    claim.algorithm = algorithm(value, start, space, settings.sigV4a());
    boolean credential = false;
    boolean signedHeaders = false;
    boolean signature = false;
    for (int from = skipSpace(value, space, end); from < end; ) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 || comma > end ? end : comma;
      int last = trimEnd(value, from, to);
      if (isNamed(value, from, last, CREDENTIAL) && !credential) {
        credential = true;
        setCredential(value, from + CREDENTIAL.length() + 1, last, claim);
      } else if (isNamed(value, from, last, SIGNED_HEADERS) && !signedHeaders) {
        signedHeaders = true;
        claim.setSignedHeaders(value, from + SIGNED_HEADERS.length() + 1, last);
      } else if (isNamed(value, from, last, SIGNATURE) && !signature) {
        signature = true;
        claim.setSignature(value, from + SIGNATURE.length() + 1, last);
      } else {
        throw incomplete(
            "The Authorization header has a part that is neither Credential nor SignedHeaders nor"
                + " Signature or has one of them more than once");
      }
      from = skipSpace(value, to + 1, end);
    }
    require(credential, CREDENTIAL);
    require(signedHeaders, SIGNED_HEADERS);
    require(signature, SIGNATURE);
  }

  /** Finds the algorithm named in a range of text, if it is switched on. */
  static SignatureAlgorithm algorithm(String text, int from, int to, boolean ecdsaAllowed)
      throws Refusal {
    SignatureAlgorithm found = SignatureAlgorithm.find(text, from, to);
    if (found == null || (found == SignatureAlgorithm.ECDSA_P256_SHA256 && !ecdsaAllowed)) {
      throw new Refusal(SigV4Error.UNSUPPORTED_ALGORITHM, unsupported(text.substring(from, to)));
    }
    return found;
  }

  private static String unsupported(String name) {
    String only = "Sign with AWS4-HMAC-SHA256. ";
    if (name.equals("AWS")) {
      return only + "Signature Version 2 is not supported";
    }
    return only + "The request names another algorithm or scheme: " + PublicText.of(name);
  }

  private void setCredential(String value, int from, int to, Claim claim) throws Refusal {
    claim.setCredential(require(credentials.parse(value, from, to, claim.algorithm)));
  }

  static CredentialText require(@Nullable CredentialText parsed) throws Refusal {
    if (parsed == null) {
      throw incomplete(
          "Credential has too few parts. It is an access key and then a scope of date and region"
              + " and service and aws4_request with slashes between");
    }
    return parsed;
  }

  private static void require(boolean present, String name) throws Refusal {
    if (!present) {
      throw incomplete(
          "The Authorization header needs Credential and SignedHeaders and Signature. Missing: "
              + name);
    }
  }

  private static boolean isNamed(String value, int from, int to, String name) {
    int equals = from + name.length();
    return equals < to && value.startsWith(name, from) && value.charAt(equals) == '=';
  }

  private static int skipSpace(String value, int from, int end) {
    int i = from;
    while (i < end && CanonicalBuffer.isSpace(value.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int trimEnd(String value, int start, int end) {
    int i = end;
    while (i > start && CanonicalBuffer.isSpace(value.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static Refusal incomplete(String message) {
    return new Refusal(SigV4Error.INCOMPLETE_SIGNATURE, message);
  }
}
