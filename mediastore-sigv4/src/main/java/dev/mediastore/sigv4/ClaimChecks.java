// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Instant;

/** The checks on what a signed request claims, short of the signature itself. */
final class ClaimChecks {
  private final VerifierSettings settings;

  ClaimChecks(VerifierSettings settings) {
    this.settings = settings;
  }

  /** Checks day, region, service and terminator, so that no key is derived from a foreign scope. */
  void checkScope(Claim claim) throws Refusal {
    CredentialText credential = claim.credential();
    CredentialScope scope = credential.scope();
    if (!credential.hasTerminator()) {
      throw wrongScope("Credential should be scoped with a valid terminator: aws4_request");
    }
    if (!scope.service().equals(settings.service())) {
      throw wrongScope(
          "Credential should be scoped to correct service: "
              + PublicText.of(settings.service())
              + ". The request names: "
              + PublicText.of(scope.service()));
    }
    boolean everywhere = claim.algorithm == SignatureAlgorithm.ECDSA_P256_SHA256;
    if (!everywhere && !settings.acceptsRegion(scope.region())) {
      throw wrongScope(
          "Credential should be scoped to a valid region: "
              + PublicText.of(String.join(" ", settings.regions()))
              + ". The request names: "
              + PublicText.of(scope.region()));
    }
    String date = scope.date();
    if (date.length() != AmzDate.DAY_LENGTH || !claim.timestamp.startsWith(date)) {
      throw wrongScope(
          "Date in Credential scope does not match the day of X-Amz-Date: "
              + PublicText.of(date)
              + " and "
              + claim.timestamp);
    }
  }

  void checkTime(Claim claim, Instant now) throws Refusal {
    long signedAt = claim.signedAt * 1000;
    long ahead = signedAt - now.toEpochMilli();
    if (ahead > settings.skewMillis()) {
      throw new Refusal(
          SigV4Error.SIGNATURE_NOT_YET_CURRENT,
          "Signature not yet current: "
              + claim.timestamp
              + " is too far after the time here "
              + AmzDate.format(now.getEpochSecond()));
    }
    if (claim.presigned) {
      checkEnd(claim, now);
    } else if (ahead < -settings.skewMillis()) {
      throw new Refusal(
          SigV4Error.SIGNATURE_EXPIRED,
          "Signature expired: "
              + claim.timestamp
              + " is too far before the time here "
              + AmzDate.format(now.getEpochSecond()));
    }
  }

  private static void checkEnd(Claim claim, Instant now) throws Refusal {
    long end = claim.signedAt + claim.validSeconds;
    if (now.isAfter(Instant.ofEpochSecond(end))) {
      throw new Refusal(
          SigV4Error.PRESIGNED_EXPIRED,
          "Signature expired: the presigned request ended at "
              + AmzDate.format(end)
              + " and the time here is "
              + AmzDate.format(now.getEpochSecond()));
    }
  }

  /** Checks that whatever may change the meaning of the request is among the signed headers. */
  void checkCoverage(HeaderLines lines, Claim claim, PayloadForm form) throws Refusal {
    if (!lines.coverHost()) {
      throw unsigned("host");
    }
    boolean datedByDate = !claim.presigned && lines.amzDate == HeaderLines.ABSENT;
    for (int i = 0; i < lines.count(); i++) {
      if (!lines.isCovered(i)) {
        String name = lines.name(i);
        boolean needed =
            HeaderLines.isAmz(name)
                ? !mayBeUnsigned(lines, i, name, form)
                : (datedByDate && i == lines.date) || isNeededContentType(name);
        if (needed) {
          throw unsigned(name);
        }
      }
    }
  }

  /** The payload field holds its own header; framing is checked against its announcements. */
  private boolean mayBeUnsigned(HeaderLines lines, int line, String name, PayloadForm form) {
    if (line == lines.contentSha256) {
      return true;
    }
    if (form.framed() && (line == lines.decodedLength || line == lines.trailer)) {
      return true;
    }
    for (String exempt : settings.unsignedHeaders()) {
      if (HeaderNames.equal(exempt, name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNeededContentType(String name) {
    return settings.signedContentType() && HeaderNames.equal("content-type", name);
  }

  /** Checks that a Version 4A signature is meant for a region accepted here. */
  void checkRegionSet(Claim claim) throws Refusal {
    if (claim.algorithm != SignatureAlgorithm.ECDSA_P256_SHA256) {
      return;
    }
    String set = claim.regionSet;
    if (set == null || set.isBlank()) {
      throw wrongScope("Signature Version 4A needs the signed value X-Amz-Region-Set");
    }
    if (!RegionSet.matches(set, settings.regions())) {
      throw wrongScope(
          "X-Amz-Region-Set should hold a valid region: "
              + PublicText.of(String.join(" ", settings.regions()))
              + ". The request names: "
              + PublicText.of(set));
    }
  }

  void checkTokenLength(Claim claim) throws Refusal {
    if (claim.token != null && claim.token.length() > settings.limits().sessionTokenLength()) {
      throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "The session token is too long");
    }
  }

  static void checkCredentials(SigningCredentials credentials, Claim claim, Instant now)
      throws Refusal {
    if (!credentials.acceptToken(claim.token)) {
      throw new Refusal(
          SigV4Error.INVALID_TOKEN, "The security token included in the request is invalid");
    }
    if (credentials.haveEnded(now)) {
      throw new Refusal(
          SigV4Error.EXPIRED_TOKEN, "The security token included in the request is expired");
    }
  }

  static Refusal wrongSignature() {
    return new Refusal(
        SigV4Error.INVALID_SIGNATURE,
        "The request signature we calculated does not match the signature you provided. Check your"
            + " secret access key and signing method");
  }

  private static Refusal unsigned(String name) {
    return new Refusal(
        SigV4Error.SIGNED_HEADERS,
        "The header " + PublicText.of(name) + " must be among the signed headers");
  }

  private static Refusal wrongScope(String message) {
    return new Refusal(SigV4Error.WRONG_SCOPE, message);
  }
}
