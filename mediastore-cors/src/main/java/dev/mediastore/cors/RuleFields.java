// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The response fields of one rule, prepared for every kind of answer, and the results made of them.
 *
 * <p>Immutable. Which fields a result has: {@code Access-Control-Allow-Origin} always; the names a
 * preflight asked for; credentials if the origin is echoed and is not {@code null}; methods,
 * exposed headers and maximum age of the rule; {@code Vary}.
 */
final class RuleFields {

  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final CorsHeader ANY_ORIGIN = new CorsHeader(ALLOW_ORIGIN, "*");
  private static final CorsHeader CREDENTIALS =
      new CorsHeader("Access-Control-Allow-Credentials", "true");
  private static final CorsHeader PRIVATE_NETWORK =
      new CorsHeader("Access-Control-Allow-Private-Network", "true");

  private final int number;
  private final Map<Answer, CorsHeader[]> withCredentials = new EnumMap<>(Answer.class);
  private final Map<Answer, CorsHeader[]> withoutCredentials = new EnumMap<>(Answer.class);

  /**
   * Prepares the fields.
   *
   * @param number the rule's place in the policy, counted from 1
   * @param maxAgeSeconds null if the rule has none
   */
  RuleFields(int number, List<String> methods, List<String> exposed, @Nullable Long maxAgeSeconds) {
    this.number = number;
    List<CorsHeader> own = new ArrayList<>();
    own.add(new CorsHeader("Access-Control-Allow-Methods", String.join(", ", methods)));
    if (!exposed.isEmpty()) {
      own.add(new CorsHeader("Access-Control-Expose-Headers", String.join(", ", exposed)));
    }
    if (maxAgeSeconds != null) {
      own.add(new CorsHeader("Access-Control-Max-Age", Long.toString(maxAgeSeconds)));
    }
    for (Answer answer : Answer.values()) {
      List<CorsHeader> fields = new ArrayList<>(own);
      if (answer == Answer.PRIVATE_NETWORK_PREFLIGHT) {
        fields.add(PRIVATE_NETWORK);
      }
      fields.add(answer.vary());
      withoutCredentials.put(answer, fields.toArray(CorsHeader[]::new));
      fields.add(0, CREDENTIALS);
      withCredentials.put(answer, fields.toArray(CorsHeader[]::new));
    }
  }

  /** The result for a rule that admits every origin. */
  CorsResult anyOrigin(Answer answer, RequestedHeaders requested) {
    return result(ANY_ORIGIN, answer, requested, withoutCredentials);
  }

  /** The result that echoes an origin. */
  CorsResult echo(String requestOrigin, Answer answer, RequestedHeaders requested) {
    // Every sandboxed page on the web has the origin "null": none of them is trusted with cookies.
    boolean credentials = !requestOrigin.equals("null");
    return result(
        new CorsHeader(ALLOW_ORIGIN, requestOrigin),
        answer,
        requested,
        credentials ? withCredentials : withoutCredentials);
  }

  private CorsResult result(
      CorsHeader allowOrigin,
      Answer answer,
      RequestedHeaders requested,
      Map<Answer, CorsHeader[]> prepared) {
    CorsHeader allowHeaders = requested.isEmpty() ? null : requested.permission();
    CorsHeader[] others = Objects.requireNonNull(prepared.get(answer));
    return new CorsResult(
        CorsOutcome.ALLOWED, number, new HeaderList(allowOrigin, allowHeaders, others));
  }
}
