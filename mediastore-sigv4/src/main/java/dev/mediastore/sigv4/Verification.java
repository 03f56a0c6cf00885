// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import dev.mediastore.sigv4.SignatureResult.Anonymous;
import dev.mediastore.sigv4.SignatureResult.Pending;
import dev.mediastore.sigv4.SignatureResult.Verified;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checks on one request, in their order, and the memory they need. Used by one thread at a time
 * and then reused.
 *
 * <p>What costs nothing comes first: the shape of the request, its claims, its scope and date. The
 * credentials are looked up only for a request that could be right. An unknown access key costs the
 * same work as a known one before it is refused.
 */
final class Verification {
  /** Stands for unknown access keys. What it signs is refused all the same. */
  private static final SigningCredentials NOBODY = SigningCredentials.of("nobody", "nobody");

  private final VerifierSettings settings;
  private final KeyCache keys;
  private final AuthorizationParser authorization;
  private final PresignedParser presigned;
  private final PayloadField payloadField;
  private final ClaimChecks checks;
  private final CanonicalWriter writer;
  private final AuthParameters parameters = new AuthParameters();
  private final Claim claim = new Claim();
  private final CanonicalBuffer stringToSign = CanonicalBuffer.unbounded();
  private final Hasher hasher = new Hasher();
  private boolean canonical;
  private @Nullable RuntimeException lookupFailure;

  Verification(VerifierSettings settings, KeyCache keys, CredentialTexts texts) {
    this.settings = settings;
    this.keys = keys;
    this.authorization = new AuthorizationParser(texts, settings);
    this.presigned = new PresignedParser(texts, settings);
    this.payloadField = new PayloadField(settings);
    this.checks = new ClaimChecks(settings);
    this.writer = new CanonicalWriter(settings.pathRules(), settings.limits());
  }

  SignatureResult verify(RequestView request) {
    Instant now = settings.clock().instant();
    try {
      return decide(request, now);
    } catch (Refusal e) {
      return e.refused().explainedBy(evidence(request, now));
    } finally {
      forget();
    }
  }

  private void forget() {
    canonical = false;
    lookupFailure = null;
    claim.clear();
    writer.clear();
    stringToSign.clear();
  }

  private SignatureResult decide(RequestView request, Instant now) throws Refusal {
    writer.locate(request);
    parameters.locate(writer.query());
    boolean inHeader = writer.lines().authorization != HeaderLines.ABSENT;
    boolean inQuery = parameters.claimIdentity() || parameters.areVersion2();
    if (inHeader && inQuery) {
      throw new Refusal(
          SigV4Error.AMBIGUOUS_REQUEST,
          "The request is signed twice: in the Authorization header and in the query");
    }
    if (inHeader) {
      authorization.read(request, writer.lines(), claim);
      return check(request, null, now);
    }
    if (inQuery) {
      requirePresigned();
      presigned.read(request, writer.lines(), writer.query(), parameters, claim);
      return check(request, parameters.find(writer.query(), AuthParameter.CONTENT_SHA256), now);
    }
    return anonymous(request);
  }

  private void requirePresigned() throws Refusal {
    if (!parameters.claimIdentity()) {
      throw new Refusal(
          SigV4Error.UNSUPPORTED_ALGORITHM,
          "Sign with AWS4-HMAC-SHA256. Signature Version 2 is not supported");
    }
    if (!settings.presigned()) {
      throw new Refusal(
          SigV4Error.PRESIGNED_NOT_ALLOWED,
          "Signatures are accepted in the Authorization header only");
    }
  }

  private SignatureResult anonymous(RequestView request) throws Refusal {
    if (!settings.anonymous()) {
      throw new Refusal(
          SigV4Error.MISSING_AUTHENTICATION,
          "The request carries no signature. Sign it with AWS4-HMAC-SHA256");
    }
    String value = PayloadField.value(request, writer.lines(), null);
    PayloadForm form =
        value == null
            ? PayloadForm.UNSIGNED
            : payloadField.form(value, false, SignatureAlgorithm.HMAC_SHA256);
    if (form.chunksSigned()) {
      throw new Refusal(
          SigV4Error.INCOMPLETE_SIGNATURE, "Signed chunks need a request that is signed as well");
    }
    PayloadExpectation payload = payloadField.expectation(form, request, writer.lines());
    return new Anonymous(payload, uncovered(request, payload, value));
  }

  private SignatureResult check(RequestView request, @Nullable String payloadInQuery, Instant now)
      throws Refusal {
    HeaderLines lines = writer.lines();
    checks.checkTokenLength(claim);
    String value = PayloadField.value(request, lines, payloadInQuery);
    PayloadForm form = payloadField.form(value, claim.presigned, claim.algorithm);
    PayloadExpectation payload = payloadField.expectation(form, request, lines);
    checks.checkScope(claim);
    checks.checkTime(claim, now);
    writer.writeHead(request, claim);
    checks.checkCoverage(lines, claim, form);
    checks.checkRegionSet(claim);
    return prove(request, payload, value, now);
  }

  /** Looks the credentials up and checks the signature, or leaves that until the body has come. */
  private SignatureResult prove(
      RequestView request, PayloadExpectation payload, @Nullable String payloadValue, Instant now)
      throws Refusal {
    Optional<SigningCredentials> found = find(claim.credential().accessKeyId());
    SigningCredentials credentials = found.orElse(NOBODY);
    if (found.isEmpty() && !claim.credential().remembers(NOBODY)) {
      dropKey();
    }
    SignatureKey key = claim.credential().key(credentials, keys, claim.algorithm);
    if (payload.form() == PayloadForm.COMPUTED_DIGEST && request.hasBody()) {
      requireKnown(found);
      ClaimChecks.checkCredentials(credentials, claim, now);
      String head = writer.out().text();
      return new Pending(
          credentials,
          claim,
          payload,
          new PayloadPlan.Undecided(seal(key), evidence(request, now), head));
    }
    boolean right = isRight(payloadValue == null ? defaultHash(payload) : payloadValue, key);
    requireKnown(found);
    if (!right) {
      Evidence seen = evidence(request, now).with(seal(key), writer.out().text());
      throw new Refusal(ClaimChecks.wrongSignature().refused().explainedBy(seen));
    }
    ClaimChecks.checkCredentials(credentials, claim, now);
    return new Verified(credentials, claim, payload, plan(request, payload, payloadValue, key));
  }

  /** A deleted secret shall not linger here. */
  private void dropKey() {
    CredentialText credential = claim.credential();
    keys.drop(credential.accessKeyId(), credential.scope(), claim.algorithm);
  }

  private static void requireKnown(Optional<SigningCredentials> found) throws Refusal {
    if (found.isEmpty()) {
      throw new Refusal(
          SigV4Error.UNRECOGNIZED_CLIENT, "The access key in the request is not known here");
    }
  }

  private static String defaultHash(PayloadExpectation payload) {
    return payload.form() == PayloadForm.UNSIGNED ? PayloadField.UNSIGNED : Sha256.EMPTY_HEX;
  }

  private boolean isRight(String payloadHash, SignatureKey key) throws Refusal {
    writer.out().append(payloadHash);
    canonical = true;
    stringToSign.clear();
    Seal.writeSigner(claim.algorithm.token(), claim.timestamp, claim.credential(), stringToSign);
    stringToSign.appendHex(hasher.hash(writer.out()));
    return key.verifies(
        stringToSign, hasher, claim.signature, claim.signatureFrom, claim.signatureTo);
  }

  private PayloadPlan plan(
      RequestView request, PayloadExpectation payload, @Nullable String value, SignatureKey key)
      throws Refusal {
    if (payload.form() == PayloadForm.COMPUTED_DIGEST) {
      return PayloadPlan.Declared.EMPTY;
    }
    if (payload.form().chunksSigned()) {
      return new PayloadPlan.SignedChunks(payload, settings.limits(), seal(key));
    }
    return uncovered(request, payload, value);
  }

  /** Plans the check of a body that needs no key. */
  private PayloadPlan uncovered(
      RequestView request, PayloadExpectation payload, @Nullable String value) throws Refusal {
    if (payload.form().framed()) {
      return new PayloadPlan.UnsignedChunks(payload, settings.limits());
    }
    if (value == null || payload.form() == PayloadForm.UNSIGNED) {
      return PayloadPlan.Unsigned.INSTANCE;
    }
    if (value.equals(Sha256.EMPTY_HEX)) {
      return PayloadPlan.Declared.EMPTY;
    }
    if (!request.hasBody()) {
      throw new Refusal(PlainPayload.wrongDigest());
    }
    return new PayloadPlan.Declared(value);
  }

  private Optional<SigningCredentials> find(String accessKeyId) throws Refusal {
    if (accessKeyId.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Objects.requireNonNull(settings.credentials().find(accessKeyId), "no answer");
    } catch (RuntimeException e) {
      lookupFailure = e;
    }
    throw new Refusal(
        SigV4Error.CREDENTIALS_UNAVAILABLE, "The credentials cannot be looked up at the moment");
  }

  private Seal seal(SignatureKey key) {
    return new Seal(
        claim.algorithm,
        claim.timestamp,
        claim.credential(),
        key,
        claim.signature.substring(claim.signatureFrom, claim.signatureTo));
  }

  private Evidence evidence(RequestView request, Instant now) {
    Long offset = claim.isDated() ? claim.signedAt * 1000 - now.toEpochMilli() : null;
    return new Evidence(
        request.rawPath(),
        request.rawQuery(),
        settings.pathRules(),
        Forwarding.of(request),
        offset,
        canonical ? writer.out().text() : null,
        null,
        lookupFailure);
  }
}
