// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.FuzzSubject.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mediastore.sigv4.SignatureResult.Anonymous;
import dev.mediastore.sigv4.SignatureResult.Refused;
import dev.mediastore.sigv4.SignatureResult.Verified;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input is the query of a request. It is accepted if and only if its parameters, decoded by a
 * naive reading, are those that were signed; it is anonymous only if no parameter has to do with
 * signatures.
 */
class PresignedQueryFuzzTest {
  private static final List<Map.Entry<String, String>> HEADERS =
      List.of(Map.entry("Host", "h.example"));
  private static final String QUERY =
      FuzzSubject.signer()
          .build()
          .presign(RequestView.of("GET", "/live/a.ts", "b=%20x&a", HEADERS), Duration.ofMinutes(5));
  private static final String SIGNATURE = QUERY.substring(QUERY.lastIndexOf('=') + 1);
  private static final List<String> RIGHT = rightParameters();
  private static final SigV4Verifier VERIFIER = FuzzSubject.verifier().build();
  private static final Set<String> TELLING =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-expires",
          "x-amz-signedheaders",
          "x-amz-signature",
          "x-amz-security-token",
          "awsaccesskeyid");

  @FuzzTest
  void presignedQuery(byte[] input) {
    String query = FuzzSubject.text(input);
    RequestView request = RequestView.of("GET", "/live/a.ts", query, HEADERS);
    SignatureResult result = FuzzSubject.inProportion(input.length, () -> VERIFIER.verify(request));
    boolean verified = result instanceof Verified;
    if (verified || query.contains(SIGNATURE) || FuzzSubject.isTurn(input, 8)) {
      boolean right = RIGHT.equals(parameters(query)) && query.length() <= 16_384;
      require(right == verified, "accepted if and only if it is what was signed");
    }
    if (result instanceof Anonymous) {
      require(!isTelling(query), "no signature is taken for none");
    } else if (result instanceof Refused refused) {
      FuzzSubject.requirePublic(refused);
      require(
          refused.error() == SigV4Error.LIMIT_EXCEEDED
              || !FuzzSubject.isTurn(input, 8)
              || isTelling(query),
          "a query without signature parameters is nobody's fault");
      if (FuzzSubject.isTurn(input, 256)) {
        require(!refused.explanation().report().isEmpty(), "an explanation of any refusal");
      }
    }
  }

  private static boolean isTelling(String query) {
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      if (name != null && TELLING.contains(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> rightParameters() {
    List<String> parameters = parameters(QUERY);
    if (parameters == null) {
      throw new AssertionError("the signer writes what can be decoded");
    }
    return parameters;
  }

  /** The parameters decoded and in order; null if one cannot be decoded. */
  private static @Nullable List<String> parameters(String query) {
    List<String> found = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      String value = decoded(equals < 0 ? "" : parameter.substring(equals + 1));
      if (name == null || value == null) {
        return null;
      }
      found.add(name.length() + ":" + name + value);
    }
    found.sort(null);
    return found;
  }

  private static @Nullable String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()) {
          return null;
        }
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        if (high < 0 || low < 0) {
          return null;
        }
        c = (char) (high * 16 + low);
        i += 2;
      }
      decoded.append(c);
    }
    return decoded.toString();
  }
}
