// SPDX-License-Identifier: Apache-2.0
package stranger.cors;

import dev.mediastore.cors.CorsEvaluator;
import dev.mediastore.cors.CorsPolicy;
import dev.mediastore.cors.CorsResult;
import dev.mediastore.cors.CorsRule;
import dev.mediastore.cors.PreflightRequest;
import java.util.List;

/** Answers one preflight, on the module path, with what cors brings and nothing else. */
public final class Main {
  private Main() {}

  /**
   * Prints the origin that is allowed.
   *
   * @param args none
   */
  public static void main(String[] args) {
    CorsPolicy policy =
        CorsPolicy.of(
            List.of(CorsRule.of(List.of("https://*.example.com"), List.of("GET"), List.of("*"))));
    CorsResult result =
        CorsEvaluator.create()
            .preflight(policy, PreflightRequest.of("https://www.example.com", "GET", "range"));
    System.out.println(result.headers().get(0).value());
  }
}
