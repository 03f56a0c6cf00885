// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.http.RefusalReport.Difference;
import dev.mediastore.sigv4.CredentialsUnavailableException;
import dev.mediastore.sigv4.Explanation;
import dev.mediastore.sigv4.SigV4Error;
import dev.mediastore.sigv4.SigV4Verifier;
import dev.mediastore.sigv4.SignatureResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Explains refused signatures: what the verifier found, and what a proxy between client and origin
 * probably changed. Immutable.
 *
 * <p>A signature does not say what it was made of, so the parts that proxies rewrite are tried in
 * the forms they may have had, and the one under which the signature is right was the one signed.
 */
final class SignatureReport {
  /** Forms that are tried, each at the price of a verification. */
  private static final int MAX_ATTEMPTS = 32;

  private final SigV4Verifier verifier;
  private final RequestHead head;
  private final RequestTarget target;
  private final ProxyHints proxies;
  private final List<Difference> differences = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();
  private int attempts;

  private SignatureReport(
      SigV4Verifier verifier, RequestHead head, RequestTarget target, ProxyHints proxies) {
    this.verifier = verifier;
    this.head = head;
    this.target = target;
    this.proxies = proxies;
  }

  /** What the verifier says about a head or a body. */
  static RefusalReport of(SignatureResult.Refused refused) {
    return report(refused, List.of(), List.of());
  }

  /**
   * What the verifier says about a head, and what a proxy may have done to it.
   *
   * @param verifier knows the credentials of this request, and is asked again and again
   */
  static RefusalReport of(
      SignatureResult.Refused refused,
      SigV4Verifier verifier,
      RequestHead head,
      RequestTarget target,
      ProxyHints proxies) {
    SignatureReport report = new SignatureReport(verifier, head, target, proxies);
    if (refused.error() == SigV4Error.INVALID_SIGNATURE) {
      report.tryHosts();
      report.tryPaths();
    }
    return report(refused, report.differences, report.hints);
  }

  private static RefusalReport report(
      SignatureResult.Refused refused, List<Difference> differences, List<String> hints) {
    Explanation explanation = refused.explanation();
    List<String> all = new ArrayList<>(hints);
    List<Difference> signedOtherwise = new ArrayList<>(differences);
    if (differences.isEmpty()) {
      all.addAll(explanation.hints());
      explanation.differences().forEach(each -> signedOtherwise.add(redacted(each)));
    }
    // The kind only: the message of somebody else's exception may hold anything.
    explanation
        .cause()
        .map(SignatureReport::origin)
        .ifPresent(cause -> all.add("The look-up threw " + cause.getClass().getName() + "."));
    return new RefusalReport(
        refused.error() + ": " + refused.publicMessage(),
        explanation.clockOffset().orElse(null),
        signedOtherwise,
        List.of(),
        all,
        explanation.canonicalRequest().map(CanonicalRedaction::of).orElse(null),
        explanation.stringToSign().orElse(null));
  }

  private static Difference redacted(Explanation.Difference found) {
    return new Difference(
        found.part(),
        CanonicalRedaction.value(found.part(), found.here()),
        CanonicalRedaction.value(found.part(), found.signed()));
  }

  private static Throwable origin(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown instanceof CredentialsUnavailableException && cause != null ? cause : thrown;
  }

  private void tryHosts() {
    String here = head.headers().first("Host");
    if (here == null) {
      return;
    }
    Set<String> said = proxies.saidHosts(head);
    Set<String> candidates = new LinkedHashSet<>(said);
    Optional<Authority> authority = Authority.parse(here);
    authority.ifPresent(
        found -> {
          candidates.add(found.host());
          candidates.add(found.host() + ":80");
          candidates.add(found.host() + ":443");
        });
    candidates.addAll(proxies.knownHosts());
    for (String host : candidates) {
      if (!host.equals(here) && fits(withHost(host), target)) {
        differences.add(new Difference("header host", here, host));
        hints.add(proxies.aboutHost(head, said.contains(host)));
        return;
      }
    }
  }

  private RequestHead withHost(String host) {
    Headers.Builder headers = Headers.builder();
    head.headers()
        .forEach((name, value) -> headers.add(name, name.equalsIgnoreCase("Host") ? host : value));
    return new RequestHead(
        head.method(),
        head.rawTarget(),
        head.version(),
        headers.build(),
        head.peer(),
        head.secure());
  }

  /** What proxies do to paths: decode, encode, change the case of escapes, take a prefix off. */
  private void tryPaths() {
    String here = target.rawPath();
    Set<String> candidates = new LinkedHashSet<>();
    candidates.add(PathForms.encoded(here));
    candidates.add(PathForms.decoded(here));
    candidates.add(PathForms.upperCaseEscapes(here));
    candidates.add(PathForms.lowerCaseEscapes(here));
    String prefix = head.headers().first("X-Forwarded-Prefix");
    if (prefix != null && prefix.startsWith("/") && prefix.length() <= 256) {
      candidates.add(prefix.replaceAll("/+$", "") + here);
    }
    for (String path : candidates) {
      if (!path.equals(here) && fits(head, withPath(path))) {
        differences.add(new Difference("the path", here, path));
        hints.add(
            "Something between client and origin rewrites the path; it must pass it on as it comes"
                + " (nginx: proxy_pass without a path behind the host).");
        return;
      }
    }
  }

  private RequestTarget withPath(String rawPath) {
    return new RequestTarget(
        false, target.authority(), rawPath, target.rawQuery(), target.path(), target.folderForm());
  }

  private boolean fits(RequestHead changedHead, RequestTarget changedTarget) {
    if (++attempts > MAX_ATTEMPTS) {
      return false;
    }
    return !(verifier.verify(new SignedHead(changedHead, changedTarget))
        instanceof SignatureResult.Refused);
  }
}
