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
    String headerToken = HeaderLines.trimmed(request, lines.securityToken);
    if (claim.token == null) {
      claim.token = headerToken;
    } else {
      requireSame(AuthParameter.SECURITY_TOKEN, claim.token, headerToken);
    }
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
    String algorithm = found.require(query, AuthParameter.ALGORITHM);
    claim.algorithm =
        AuthorizationParser.algorithm(algorithm, 0, algorithm.length(), settings.sigV4a());
    String credential = found.require(query, AuthParameter.CREDENTIAL);
    claim.setCredential(
        AuthorizationParser.require(
            credentials.parse(credential, 0, credential.length(), claim.algorithm)));
    claim.timestamp = found.require(query, AuthParameter.DATE);
    claim.signedAt = AmzDate.parse(claim.timestamp);
    if (claim.signedAt == AmzDate.INVALID) {
      throw AuthParameters.bad("X-Amz-Date must look like 20150830T123600Z");
    }
    claim.validSeconds = seconds(found.require(query, AuthParameter.EXPIRES));
    String signedHeaders = found.require(query, AuthParameter.SIGNED_HEADERS);
    claim.setSignedHeaders(signedHeaders, 0, signedHeaders.length());
    String signature = found.require(query, AuthParameter.SIGNATURE);
    claim.setSignature(signature, 0, signature.length());
    claim.token = found.find(query, AuthParameter.SECURITY_TOKEN);
    claim.regionSet = found.find(query, AuthParameter.REGION_SET);
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
