// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.core.EntityTag;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
  private static final EntityTag TAG = new EntityTag("abc123");
  private static final Instant MODIFIED = Instant.parse("2026-03-01T12:00:00.250Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-None-Match: abc123                                        | NOT_MODIFIED",
        "If-None-Match: \"abc123\"                                    | NOT_MODIFIED",
        "If-None-Match: W/\"abc123\"                                  | NOT_MODIFIED",
        "If-None-Match: *                                             | NOT_MODIFIED",
        "If-None-Match: \"x\", \"abc123\"                             | NOT_MODIFIED",
        "If-None-Match: \"x\",,y                                      | PROCEED",
        "If-None-Match: ABC123                                        | PROCEED",
        "If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT             | NOT_MODIFIED",
        "If-Modified-Since: Sun, 01 Mar 2026 11:59:59 GMT             | PROCEED",
        "If-Modified-Since: Mon, 01 Mar 2026 12:00:00 GMT             | PROCEED",
        "If-Modified-Since: Fri, 01 Mar 1850 12:00:00 GMT             | PROCEED",
        "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT             | NOT_MODIFIED",
        "If-Modified-Since: yesterday                                 | PROCEED",
        "If-None-Match: x ; If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT | PROCEED",
        "If-Match: abc123                                             | PROCEED",
        "If-Match: *                                                  | PROCEED",
        "If-Match: \"x\"                                              | FAILED",
        "If-Match: W/\"abc123\"                                       | FAILED",
        "If-Unmodified-Since: Sun, 01 Mar 2026 12:00:00 GMT           | PROCEED",
        "If-Unmodified-Since: Sun, 01 Mar 2026 11:59:59 GMT           | FAILED",
        "If-Unmodified-Since: whenever                                | PROCEED",
        "If-Match: abc123 ; If-Unmodified-Since: Sun, 01 Mar 2026 11:59:59 GMT | PROCEED",
        "If-Match: abc123 ; If-None-Match: abc123                     | NOT_MODIFIED",
        "If-Match: x ; If-None-Match: abc123                          | FAILED",
        "Accept: */*                                                  | PROCEED",
      })
  void conditions_areEvaluatedInOrder(String fields, Preconditions.Outcome expected) {
    assertEquals(expected, Preconditions.evaluate(headers(fields), TAG, MODIFIED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "If-Range: abc123                                             | true",
        "If-Range: \"abc123\"                                         | true",
        "If-Range: W/\"abc123\"                                       | false",
        "If-Range: \"old\"                                            | false",
        "If-Range: Sun, 01 Mar 2026 12:00:00 GMT                      | true",
        "If-Range: Sun, 01 Mar 2026 12:00:01 GMT                      | false",
        "If-Range: garbage                                            | false",
        "If-Range: abc123 ; If-Range: abc123                          | false",
        "If-Range: *                                                  | false",
        "Accept: */*                                                  | true",
      })
  void ifRange_letsOnlyTheSameVersionThrough(String fields, boolean applies) {
    assertEquals(applies, Preconditions.rangeApplies(headers(fields), TAG, MODIFIED));
  }

  private static Headers headers(String fields) {
    Headers.Builder headers = Headers.builder();
    for (String field : fields.split(" ; ", -1)) {
      int colon = field.indexOf(':');
      headers.add(field.substring(0, colon).strip(), field.substring(colon + 1).strip());
    }
    return headers.build();
  }
}
