// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what a signer did wrong: changes one field of the canonical request after the other the
 * way signers are known to get it wrong, and sees whether the signature then fits. Never decides
 * anything; the request is refused already.
 */
final class Diagnosis {
  private static final int METHOD = 0;
  private static final int PATH = 1;
  private static final int QUERY = 2;
  private static final int FIRST_HEADER = 3;

  /** How proxies respell paths: what arrives, and what was sent. */
  private static final String[][] RESPELT = {
    {"~", "%7E"}, {"+", "%2B"}, {"+", "%20"}, {"/", "%2F"}
  };

  private final Evidence evidence;
  private final Seal seal;
  private final String[] lines;
  private final List<String> hints = new ArrayList<>();
  private final List<Explanation.Difference> differences = new ArrayList<>();
  private @Nullable String signedHost;
  private final Set<String> tried = new HashSet<>();

  private Diagnosis(Evidence evidence, Seal seal, String canonical) {
    this.evidence = evidence;
    this.seal = seal;
    this.lines = canonical.split("\n", -1);
  }

  /**
   * What was found.
   *
   * @param hints what probably went wrong, as sentences
   * @param differences the part that the client signed otherwise, once for each hint that is more
   *     than a guess
   * @param signedHost the host the client signed, if that explains the signature
   */
  record Findings(
      List<String> hints, List<Explanation.Difference> differences, @Nullable String signedHost) {}

  static Findings of(SigV4Error error, Evidence evidence) {
    Seal seal = evidence.seal();
    String canonical = evidence.canonical();
    if (error != SigV4Error.INVALID_SIGNATURE || seal == null || canonical == null) {
      return new Findings(general(error), List.of(), null);
    }
    Diagnosis diagnosis = new Diagnosis(evidence, seal, canonical);
    return new Findings(diagnosis.tryAll(), diagnosis.differences, diagnosis.signedHost);
  }

  private static List<String> general(SigV4Error error) {
    return switch (error) {
      case SIGNATURE_EXPIRED, SIGNATURE_NOT_YET_CURRENT ->
          List.of(
              "Compare the clocks of client and server; a request must also not be sent again long"
                  + " after it was signed.");
      case WRONG_SCOPE ->
          List.of(
              "Give the client the region and signing name of this service; tools made for other"
                  + " services sign for those.");
      case UNRECOGNIZED_CLIENT -> List.of("The access key is not configured here, or was deleted.");
      case INVALID_TOKEN ->
          List.of(
              "Temporary credentials need exactly their own session token in the request, long-term"
                  + " ones none.");
      case SIGNED_HEADERS ->
          List.of(
              "A header added after signing, by the client or by something in between, must not"
                  + " begin with x-amz-.");
      case PAYLOAD_MISMATCH, CHECKSUM_MISMATCH ->
          List.of(
              "The body was changed after the client hashed it, or hashed before it was final.");
      case CHUNK_SIGNATURE ->
          List.of(
              "The body was changed or cut after signing, or something on the way took its"
                  + " aws-chunked framing off and put it on again.");
      case MALFORMED_CHUNKS, INCOMPLETE_BODY ->
          List.of(
              "The body is not what x-amz-content-sha256 says: framed as aws-chunked, ended by an"
                  + " empty chunk, with the trailer fields announced.");
      case BAD_PRESIGN_PARAMETERS ->
          List.of("Something added, repeated or re-encoded parameters of a presigned URL.");
      default -> List.of();
    };
  }

  private List<String> tryAll() {
    tryPaths();
    tryQueries();
    tryPayloads();
    tryHosts();
    tryMethods();
    if (hints.isEmpty()) {
      hints.add(
          "No known mistake explains the signature. Most likely the secret access key is another"
              + " one; otherwise compare this canonical request with the client's, since something"
              + " on the way may have changed the path or a signed header.");
    }
    return hints;
  }

  private void tryPaths() {
    PathRules other = evidence.rules() == PathRules.STANDARD ? PathRules.S3 : PathRules.STANDARD;
    attempt(
        PATH,
        canonicalPath(evidence.rawPath(), other),
        other == PathRules.S3
            ? "The client signs the path by the rule of S3, as it is and encoded once; this service"
                + " resolves dot segments and encodes it twice."
            : "The client signs the path by the standard rule, encoded twice; this service follows"
                + " the rule of S3.");
    attempt(PATH, evidence.rawPath(), "The client signs the path as it stands on the wire.");
    attempt(
        PATH,
        encodedOnceMore(evidence.rawPath()),
        "The client does not resolve empty and dot segments of the path before it signs.");
    String prefix = evidence.forwarding().prefix();
    if (prefix != null) {
      attempt(
          PATH,
          canonicalPath(prefix + evidence.rawPath(), evidence.rules()),
          "A proxy takes the prefix "
              + prefix
              + " off the path, which the client signs with it; let the proxy hand the path on"
              + " unchanged.");
    }
    if (hints.isEmpty()) {
      tryRespelling();
    }
  }

  private void tryRespelling() {
    String path = evidence.rawPath();
    for (String[] spelling : RESPELT) {
      String sent =
          path.isEmpty() ? path : "/" + path.substring(1).replace(spelling[0], spelling[1]);
      attempt(
          PATH,
          canonicalPath(sent, evidence.rules()),
          "Something in between re-encodes the path: "
              + spelling[0]
              + " arrives where the client signs "
              + spelling[1]
              + ".");
    }
  }

  private static @Nullable String canonicalPath(String rawPath, PathRules rules) {
    CanonicalBuffer out = CanonicalBuffer.unbounded();
    try {
      CanonicalPath.write(rawPath, rules, out);
    } catch (Refusal e) {
      return null;
    }
    return out.text();
  }

  private static @Nullable String encodedOnceMore(String rawPath) {
    CanonicalBuffer out = CanonicalBuffer.unbounded();
    String path = CanonicalBuffer.narrow(rawPath);
    try {
      out.appendEncoded(path, 0, path.length());
    } catch (Refusal e) {
      return null;
    }
    return out.text().replace("%2F", "/");
  }

  private void tryQueries() {
    String raw = evidence.rawQuery();
    if (raw != null) {
      attempt(QUERY, raw, "The client does not sort or encode the query before it signs.");
    }
    attempt(
        QUERY,
        lines[QUERY].replace("%2B", "%20"),
        "The client takes a plus sign in the query for a space; on the wire it must be %20.");
  }

  private void tryPayloads() {
    int last = lines.length - 1;
    attempt(
        last,
        Sha256.EMPTY_HEX,
        "The client signs an empty body but sends another, as curl does with -T; let it send the"
            + " header x-amz-content-sha256: UNSIGNED-PAYLOAD.");
    attempt(
        last,
        PayloadField.UNSIGNED,
        "The client signs UNSIGNED-PAYLOAD without sending it in x-amz-content-sha256.");
  }

  private void tryHosts() {
    for (int i = FIRST_HEADER; i < lines.length - 2; i++) {
      int colon = lines[i].indexOf(':', 1);
      String name = colon < 0 ? "" : lines[i].substring(0, colon);
      if (name.equals("host") || name.equals(":authority")) {
        tryForwardedHosts(i, name);
        tryPorts(i, name, lines[i].substring(colon + 1));
      }
    }
  }

  private void tryForwardedHosts(int line, String name) {
    for (Forwarding.Host host : evidence.forwarding().hosts()) {
      tryHost(
          line,
          name,
          host.name(),
          "The client signs the host "
              + host.name()
              + ", which arrives in "
              + host.header()
              + ": name the proxy in front as a trusted one, so that this header counts, or let it"
              + " hand the Host header on unchanged.");
    }
  }

  private void tryPorts(int line, String name, String host) {
    int port = host.lastIndexOf(':');
    String bare = port < 0 ? host : host.substring(0, port);
    for (String signed : new String[] {bare, bare + ":443", bare + ":80"}) {
      tryHost(
          line,
          name,
          signed,
          "The client signs the host "
              + signed
              + " but another arrives here; let the proxy in between hand the Host header on"
              + " unchanged.");
    }
  }

  private void tryHost(int line, String name, String host, String hint) {
    if (attempt(line, name + ":" + host, hint)) {
      signedHost = host;
    }
  }

  private void tryMethods() {
    for (String method : new String[] {"GET", "HEAD", "PUT", "POST", "DELETE"}) {
      attempt(METHOD, method, "The signature is for the method " + method + ".");
    }
  }

  /** Tells whether the signature fits once a line of the canonical request is another. */
  private boolean attempt(int line, @Nullable String variant, String hint) {
    String kept = lines[line];
    if (variant == null || variant.equals(kept) || !tried.add(line + variant)) {
      return false;
    }
    String here = String.join("\n", lines);
    lines[line] = variant;
    String signed = String.join("\n", lines);
    lines[line] = kept;
    boolean fits = seal.fits(signed);
    if (fits) {
      hints.add(hint);
      differences.addAll(CanonicalDifference.all(Redaction.of(here), Redaction.of(signed)));
    }
    return fits;
  }
}
