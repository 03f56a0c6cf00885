// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/** Reads the signature a presigned request carries in its query. */
final class PresignedParser {
  /** Seven days. */
  private static final int LONGEST_SECONDS = 604_800;

  private final CredentialTexts credentials;
  private final VerifierSettings settings;

  PresignedParser(CredentialTexts credentials, VerifierSettings settings) {
    this.credentials = credentials;
    this.settings = settings;
  }

  /** Fills the claim from the query and the headers that may accompany it. */
  void read(
      RequestView request,
      HeaderLines lines,
      QueryParameters query,
      AuthParameters found,
      Claim claim)
      throws Refusal {
    claim.presigned = true;
    found.requireUnambiguous();
    parse(query, found, claim);
    requireSame(AuthParameter.DATE, claim.timestamp, HeaderLines.trimmed(request, lines.amzDate));
    claim.token =
        either(
            AuthParameter.SECURITY_TOKEN,
            found.find(query, AuthParameter.SECURITY_TOKEN),
            HeaderLines.trimmed(request, lines.securityToken));
    claim.regionSet =
        either(
            AuthParameter.REGION_SET,
            found.find(query, AuthParameter.REGION_SET),
            HeaderLines.trimmed(request, lines.regionSet));
  }

  /** A value in a header counts as well: like every header of its kind it must be signed. */
  private static @Nullable String either(
      AuthParameter parameter, @Nullable String inQuery, @Nullable String inHeader) throws Refusal {
    if (inQuery == null) {
      return inHeader;
    }
    requireSame(parameter, inQuery, inHeader);
    return inQuery;
  }

  private static void requireSame(
      AuthParameter parameter, String inQuery, @Nullable String inHeader) throws Refusal {
    if (inHeader != null && !inHeader.equals(inQuery)) {
      throw new Refusal(
          SigV4Error.AMBIGUOUS_REQUEST,
          "The request has two values of "
              + parameter.wireName()
              + ": in the header and in the"
              + " query");
    }
  }

  private void parse(QueryParameters query, AuthParameters found, Claim claim) throws Refusal {
    String algorithm = query.value(found.require(query, AuthParameter.ALGORITHM));
    claim.algorithm =
        AuthorizationParser.algorithm(algorithm, 0, algorithm.length(), settings.sigV4a());
    int credential = found.require(query, AuthParameter.CREDENTIAL);
    claim.setCredential(
        AuthorizationParser.require(credentials.parse(query, credential, claim.algorithm)));
    claim.timestamp = query.value(found.require(query, AuthParameter.DATE));
    claim.signedAt = AmzDate.parse(claim.timestamp);
    if (claim.signedAt == AmzDate.INVALID) {
      throw AuthParameters.bad("X-Amz-Date must look like 20150830T123600Z");
    }
    claim.validSeconds = seconds(query.value(found.require(query, AuthParameter.EXPIRES)));
    int signedHeaders = found.require(query, AuthParameter.SIGNED_HEADERS);
    if (query.isPlain(signedHeaders)) {
      claim.setSignedHeaders(
          query.text(), query.valueFrom(signedHeaders), query.valueTo(signedHeaders));
    } else {
      String decoded = query.value(signedHeaders);
      claim.setSignedHeaders(decoded, 0, decoded.length());
    }
    int signature = found.require(query, AuthParameter.SIGNATURE);
    if (query.isPlain(signature)) {
      claim.setSignature(query.text(), query.valueFrom(signature), query.valueTo(signature));
    } else {
      String decoded = query.value(signature);
      claim.setSignature(decoded, 0, decoded.length());
    }
  }

  private static long seconds(String text) throws Refusal {
    int value = 0;
    boolean digits = text.length() <= 6 && text.charAt(0) != '0';
    for (int i = 0; digits && i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      digits = digit >= 0 && digit <= 9;
      value = value * 10 + digit;
    }
    if (!digits || value > LONGEST_SECONDS) {
      throw AuthParameters.bad(
          "X-Amz-Expires must be a number of seconds from 1 to " + LONGEST_SECONDS);
    }
    return value;
  }
}
