// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.FuzzSubject.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mediastore.sigv4.SignatureResult.Refused;
import dev.mediastore.sigv4.SignatureResult.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The input is the value of an {@code Authorization} header. It is accepted if and only if a naive
 * reading of it finds the three parts of the right signature and nothing else; whatever else it is,
 * it is refused with a message fit for strangers.
 */
class AuthorizationHeaderFuzzTest {
  private static final RequestView SIGNED =
      FuzzSubject.signed(
          RequestView.of("GET", "/live/a.ts", null, List.of(Map.entry("Host", "h.example"))),
          FuzzSubject.signer().build(),
          Sha256.EMPTY_HEX);
  private static final List<Map.Entry<String, String>> OTHER_LINES = otherLines();
  private static final Map<String, String> RIGHT = Map.copyOf(parts(authorization()));
  private static final SigV4Verifier VERIFIER = FuzzSubject.verifier().build();

  @FuzzTest
  void authorizationHeader(byte[] input) {
    String value = FuzzSubject.text(input);
    List<Map.Entry<String, String>> lines = new ArrayList<>(OTHER_LINES);
    lines.add(Map.entry("Authorization", value));
    RequestView request = RequestView.of("GET", "/live/a.ts", null, lines);
    SignatureResult result = FuzzSubject.inProportion(input.length, () -> VERIFIER.verify(request));
    boolean right = value.length() <= 8192 && RIGHT.equals(parts(value));
    require(right == result instanceof Verified, "accepted if and only if it is the signature");
    if (!right) {
      Refused refused = (Refused) result;
      FuzzSubject.requirePublic(refused);
      if (FuzzSubject.isTurn(input, 256)) {
        require(!refused.explanation().report().isEmpty(), "an explanation of any refusal");
      }
    }
  }

  private static List<Map.Entry<String, String>> otherLines() {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < SIGNED.headerCount() - 1; i++) {
      lines.add(Map.entry(SIGNED.headerName(i), SIGNED.headerValue(i)));
    }
    return lines;
  }

  private static String authorization() {
    return SIGNED.headerValue(SIGNED.headerCount() - 1);
  }

  /** The algorithm under an empty name and the parts by theirs; null if any name comes twice. */
  private static @Nullable Map<String, String> parts(String value) {
    String text = strip(value);
    int space = 0;
    while (space < text.length() && !isSpace(text.charAt(space))) {
      space++;
    }
    Map<String, String> parts = new TreeMap<>();
    parts.put("", text.substring(0, space));
    String rest = strip(text.substring(space));
    if (rest.endsWith(",")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    for (String part : rest.split(",", -1)) {
      String stripped = strip(part);
      int equals = stripped.indexOf('=');
      if (equals < 0
          || parts.put(stripped.substring(0, equals), stripped.substring(equals + 1)) != null) {
        return null;
      }
    }
    return parts;
  }

  private static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == 0x0b || c == '\f' || c == '\r';
  }
}
