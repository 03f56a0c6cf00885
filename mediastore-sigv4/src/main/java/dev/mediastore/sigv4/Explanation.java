// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a signature was refused, for the operator's eyes: what the verifier computed and what the
 * likely mistake is. Not for the client, whom it might help to forge. Values that may be secret,
 * session tokens among them, are redacted, and no signature is shown. Immutable.
 *
 * @since 0.1
 */
public final class Explanation {
  /**
   * One part of the canonical request that differs. Immutable.
   *
   * @param part for example {@code the path} or {@code header host}
   * @param here as it arrived, in its canonical form, secrets redacted
   * @param signed as the client signed it, in the same form
   * @since 0.1
   */
  public record Difference(String part, String here, String signed) {}

  private final String summary;
  private final @Nullable String canonicalRequest;
  private final @Nullable String stringToSign;
  private final @Nullable Duration clockOffset;
  private final Diagnosis.Findings findings;
  private final @Nullable Throwable cause;

  private Explanation(
      String summary,
      Evidence evidence,
      @Nullable String stringToSign,
      Diagnosis.Findings findings) {
    String canonical = evidence.canonical();
    Long offset = evidence.clockOffsetMillis();
    this.summary = summary;
    this.canonicalRequest = canonical == null ? null : Redaction.of(canonical);
    this.stringToSign = stringToSign;
    this.clockOffset = offset == null ? null : Duration.ofMillis(offset);
    this.findings = findings;
    this.cause = evidence.cause();
  }

  static Explanation of(SigV4Error error, String publicMessage, Evidence evidence) {
    String stringToSign = null;
    Seal seal = evidence.seal();
    String canonical = evidence.canonical();
    if (seal != null && canonical != null) {
      stringToSign = seal.stringToSign(canonical).text();
    }
    return new Explanation(
        error + ": " + publicMessage, evidence, stringToSign, Diagnosis.of(error, evidence));
  }

  /**
   * Returns the canonical request the verifier computed.
   *
   * @return the text, redacted; empty if the request was refused before it was computed
   */
  public Optional<String> canonicalRequest() {
    return Optional.ofNullable(canonicalRequest);
  }

  /**
   * Returns the string to sign the verifier computed.
   *
   * @return the text; empty if the signature was not checked
   */
  public Optional<String> stringToSign() {
    return Optional.ofNullable(stringToSign);
  }

  /**
   * Returns how far the request's date is from the verifier's clock.
   *
   * @return positive if the request is dated in the future; empty if it has no readable date
   */
  public Optional<Duration> clockOffset() {
    return Optional.ofNullable(clockOffset);
  }

  /**
   * Returns what probably went wrong, the likeliest first.
   *
   * @return sentences; empty if the refusal says it all
   */
  public List<String> hints() {
    return List.copyOf(findings.hints());
  }

  /**
   * Returns what the client signed otherwise, where that could be found out: with these values the
   * signature would be right. A signature does not say what it was made of, so this takes guessing;
   * {@link #differences(String)} does not.
   *
   * @return one for each way in which the signature would be right; most often none or one
   */
  public List<Difference> differences() {
    return List.copyOf(findings.differences());
  }

  /**
   * Compares the verifier's canonical request with the one a client has logged, part by part.
   *
   * @param clientText the client's canonical request
   * @return every part that differs, with both values; empty if none does or there is nothing to
   *     compare with
   */
  public List<Difference> differences(String clientText) {
    return canonicalRequest == null
        ? List.of()
        : CanonicalDifference.all(canonicalRequest, Redaction.of(clientText));
  }

  /**
   * Returns the host the client signed, where another one arrived: with the host restored to it the
   * signature would be right. A proxy in front rewrites {@code Host}; it should hand it on as it
   * is, or be configured as trusted so that its {@code Forwarded} or {@code X-Forwarded-Host} is
   * taken in its place.
   *
   * @return the host, with its port if that was signed; empty if the host is not what is wrong
   */
  public Optional<String> signedHost() {
    return Optional.ofNullable(findings.signedHost());
  }

  /**
   * Returns what the credentials lookup threw.
   *
   * @return the cause; empty if nothing was thrown
   */
  public Optional<Throwable> cause() {
    return Optional.ofNullable(cause);
  }

  /**
   * Compares the verifier's canonical request with the one a client has logged, and names the first
   * place where they part.
   *
   * @param clientText the client's canonical request
   * @return a sentence naming line, field and column; empty if the texts are equal or there is
   *     nothing to compare with
   */
  public Optional<String> difference(String clientText) {
    return canonicalRequest == null
        ? Optional.empty()
        : CanonicalDifference.first(canonicalRequest, Redaction.of(clientText));
  }

  /**
   * Returns everything above as text for a log.
   *
   * @return several lines
   */
  public String report() {
    StringBuilder report = new StringBuilder(summary);
    clockOffset().ifPresent(offset -> report.append("\nclock offset: ").append(offset));
    differences()
        .forEach(
            each ->
                report
                    .append("\ndifference: ")
                    .append(each.part())
                    .append(" is '")
                    .append(each.here())
                    .append("' here and '")
                    .append(each.signed())
                    .append("' where it was signed"));
    findings.hints().forEach(hint -> report.append("\nhint: ").append(hint));
    canonicalRequest().ifPresent(text -> report.append("\ncanonical request:\n").append(text));
    stringToSign().ifPresent(text -> report.append("\nstring to sign:\n").append(text));
    return report.toString();
  }

  @Override
  public String toString() {
    return "Explanation[" + Objects.requireNonNullElse(summary, "") + "]";
  }
}
