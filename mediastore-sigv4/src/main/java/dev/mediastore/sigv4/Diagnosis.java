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

  private final Evidence evidence;
  private final Seal seal;
  private final String[] lines;
  private final List<String> hints = new ArrayList<>();
  private final Set<String> tried = new HashSet<>();

  private Diagnosis(Evidence evidence, Seal seal, String canonical) {
    this.evidence = evidence;
    this.seal = seal;
    this.lines = canonical.split("\n", -1);
  }

  static List<String> hints(SigV4Error error, Evidence evidence) {
    Seal seal = evidence.seal();
    String canonical = evidence.canonical();
    if (error != SigV4Error.INVALID_SIGNATURE || seal == null || canonical == null) {
      return general(error);
    }
    return new Diagnosis(evidence, seal, canonical).tryAll();
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
        canonicalPath(other),
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
  }

  private @Nullable String canonicalPath(PathRules rules) {
    CanonicalBuffer out = CanonicalBuffer.unbounded();
    try {
      CanonicalPath.write(evidence.rawPath(), rules, out);
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
      if (lines[i].startsWith("host:")) {
        String host = lines[i];
        int port = host.indexOf(':', "host:".length());
        String name = port < 0 ? host : host.substring(0, port);
        for (String signed : new String[] {name, name + ":443", name + ":80"}) {
          attempt(
              i,
              signed,
              "The client signs the host "
                  + signed.substring("host:".length())
                  + " but another arrives here; something in between changes it.");
        }
      }
    }
  }

  private void tryMethods() {
    for (String method : new String[] {"GET", "HEAD", "PUT", "POST", "DELETE"}) {
      attempt(METHOD, method, "The signature is for the method " + method + ".");
    }
  }

  private void attempt(int line, @Nullable String variant, String hint) {
    String kept = lines[line];
    if (variant == null || variant.equals(kept) || !tried.add(line + variant)) {
      return;
    }
    lines[line] = variant;
    if (seal.fits(String.join("\n", lines))) {
      hints.add(hint);
    }
    lines[line] = kept;
  }
}
