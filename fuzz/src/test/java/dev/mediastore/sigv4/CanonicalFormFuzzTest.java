// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.FuzzSubject.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mediastore.sigv4.SignatureResult.Refused;
import dev.mediastore.sigv4.SignatureResult.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The input is a request head: method, path, query and {@code name:value} lines, separated by line
 * feeds. Its canonical form is the one a naive reading of the rules gives, under either path rule;
 * what is signed is verified, and with one byte changed it is refused unless it still means the
 * same.
 */
class CanonicalFormFuzzTest {
  private static final Set<String> NOT_FOR_SIGNING =
      Set.of(
          "authorization",
          "date",
          "content-encoding",
          "content-length",
          "transfer-encoding",
          "x-amz-date",
          "x-amz-content-sha256",
          "x-amz-security-token",
          "x-amz-region-set",
          "x-amz-decoded-content-length",
          "x-amz-trailer");
  private static final SigV4Signer SIGNER = FuzzSubject.signer().build();
  private static final SigV4Verifier VERIFIER = FuzzSubject.verifier().build();

  @FuzzTest
  void canonicalForm(byte[] input) {
    RequestView request = requestOf(FuzzSubject.text(input));
    List<String> names = namesOf(request);
    PathRules rules = FuzzSubject.isTurn(input, 3) ? PathRules.S3 : PathRules.STANDARD;
    String expected = NaiveCanonicalForm.of(request, names, "UNSIGNED-PAYLOAD", rules);
    String computed =
        FuzzSubject.inProportion(
                input.length, () -> Optional.ofNullable(canonical(request, names, rules)))
            .orElse(null);
    require(same(expected, computed), "the form of a naive reading");
    if (FuzzSubject.isTurn(input, 32)) {
      requireSignedIsVerified(request, input);
    }
  }

  private static void requireSignedIsVerified(RequestView request, byte[] input) {
    List<String> names = namesOf(request);
    if (names.stream().anyMatch(NOT_FOR_SIGNING::contains)
        || request.headerCount() > 100
        || canonical(request, names, PathRules.STANDARD) == null
        || hasSignatureParameter(request)) {
      return;
    }
    RequestView signed = FuzzSubject.signed(request, SIGNER, Sha256.EMPTY_HEX);
    SignatureResult result = VERIFIER.verify(signed);
    require(
        result instanceof Verified
            || (result instanceof Refused refused && refused.error() == SigV4Error.LIMIT_EXCEEDED),
        "what is signed is verified");
    RequestView changed = changed(signed, input);
    boolean sameMeaning =
        same(
            canonical(changed, namesOf(changed), PathRules.STANDARD),
            canonical(signed, namesOf(signed), PathRules.STANDARD));
    if (result instanceof Verified && !sameMeaning) {
      require(VERIFIER.verify(changed) instanceof Refused, "what is changed is refused");
    }
  }

  private static boolean hasSignatureParameter(RequestView request) {
    String query = String.valueOf(request.rawQuery()).toLowerCase(Locale.ROOT);
    return query.contains("x-amz") || query.contains("awsaccess") || query.contains("%");
  }

  /** Flips a bit of the path or the query, at a place the input decides. */
  private static RequestView changed(RequestView signed, byte[] input) {
    int pathLength = signed.rawPath().length();
    String query = signed.rawQuery();
    String target = signed.rawPath() + (query == null ? "" : query);
    if (target.isEmpty()) {
      return RequestView.of(signed.method() + "X", "", query, linesOf(signed));
    }
    char[] characters = target.toCharArray();
    int at = Math.floorMod(input.length * 31 + input[input.length / 2], characters.length);
    characters[at] ^= (char) (1 << (input.length & 7));
    String flipped = new String(characters);
    return RequestView.of(
        signed.method(),
        flipped.substring(0, pathLength),
        query == null ? null : flipped.substring(pathLength),
        linesOf(signed));
  }

  private static List<Map.Entry<String, String>> linesOf(RequestView request) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < request.headerCount(); i++) {
      lines.add(Map.entry(request.headerName(i), request.headerValue(i)));
    }
    return lines;
  }

  private static @Nullable String canonical(
      RequestView request, List<String> names, PathRules rules) {
    try {
      return CanonicalRequest.of(request, names, "UNSIGNED-PAYLOAD", rules).text();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    return a == null ? b == null : a.equals(b);
  }

  private static RequestView requestOf(String text) {
    String[] fields = text.split("\n", -1);
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    lines.add(Map.entry("Host", "h.example"));
    for (int i = 3; i < fields.length; i++) {
      int colon = fields[i].indexOf(':');
      if (colon > 0
          && isName(fields[i], colon)
          && !fields[i].regionMatches(true, 0, "host:", 0, 5)) {
        lines.add(Map.entry(fields[i].substring(0, colon), fields[i].substring(colon + 1)));
      }
    }
    return RequestView.of(
        fields[0], fields.length > 1 ? fields[1] : "", fields.length > 2 ? fields[2] : null, lines);
  }

  private static boolean isName(String line, int to) {
    for (int i = 0; i < to; i++) {
      char c = line.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ';' || c == ',') {
        return false;
      }
    }
    return true;
  }

  private static List<String> namesOf(RequestView request) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < request.headerCount(); i++) {
      names.add(NaiveCanonicalForm.lower(request.headerName(i)));
    }
    return List.copyOf(names);
  }
}
