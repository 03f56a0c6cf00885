// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.cors.CorsPolicy;
import java.util.Set;

/**
 * The input is the JSON of a CORS policy. It is refused as unreadable or as outside the
 * constraints, or what is stored for it reads back as the same rules, in the request's form and in
 * the stored one.
 */
class CorsDocumentFuzzTest {
  private static final Set<ServiceError> REFUSALS =
      Set.of(ServiceError.SERIALIZATION, ServiceError.VALIDATION);

  @FuzzTest
  void corsDocument(byte[] input) {
    JsonNode json = JsonText.read(input).orElse(null);
    if (json == null) {
      return;
    }
    CorsPolicy policy;
    try {
      policy = CorsDocument.parse(json);
    } catch (ServiceException e) {
      require(REFUSALS.contains(e.error()), "one of the two refusals");
      return;
    }
    JsonNode stored = CorsDocument.toJson(policy);
    require(CorsDocument.parse(stored).rules().equals(policy.rules()), "the same when sent again");
    require(
        CorsDocument.compile(stored.toString()).rules().equals(policy.rules()),
        "the same when read from storage");
  }

  private static void require(boolean holds, String law) {
    if (!holds) {
      throw new AssertionError(law);
    }
  }
}
