// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalQueryTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "a=1, a=1",
    "b=2&a=1, a=1&b=2",
    "a=2&a=1, a=1&a=2",
    "a, a=",
    "a=, a=",
    "=a, =a",
    "a=b=c, a=b%3Dc",
    "a&b, a=&b=",
    "a=1&, =&a=1",
    "a=%20, a=%20",
    "a=+, a=%2B",
    "a=%2b, a=%2B",
    "a=%7e, a=~",
    "a=/?:@, a=%2F%3F%3A%40",
    "A=1&a=2&B=3, A=1&B=3&a=2",
    "%61=1, a=1",
    "a%3D=1&a=2, a=2&a%3D=1",
    "Path=a%2Fb&MaxResults=2, MaxResults=2&Path=a%2Fb",
    "x-amz-signature=1, x-amz-signature=1",
    "X-Amz-Signature=1&a=1, a=1",
  })
  void query_written_isSortedAndReencoded(String raw, String canonical) {
    assertEquals(canonical, query(raw));
  }

  /** The name alone decides first: '-' comes before '=', yet "a" comes before "a-". */
  @Test
  void nameThatBeginsAnother_written_comesFirst() {
    assertEquals("a=z&a-=b&a.=b&ab=b", query("ab=b&a.=b&a-=b&a=z"));
  }

  @Test
  void manyParameters_written_areSortedWhateverTheirOrder() {
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      parameters.add("p%02d=%02d".formatted(i / 3, i));
    }
    String sorted = String.join("&", parameters);
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      Collections.shuffle(parameters, random);
      assertEquals(sorted, query(String.join("&", parameters)));
    }
  }

  @Test
  void queryBeyondAscii_written_isItsUtf8Bytes() {
    assertEquals("%E1%88%B4=bar", query("\u1234=bar"));
    assertEquals("%E1%88%B4=bar", query("\u00e1\u0088\u00b4=bar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "%zz=1", "a=%2", "a=%&b=20"})
  void brokenEscape_written_isRefused(String raw) {
    assertThrows(IllegalArgumentException.class, () -> query(raw));
  }

  private static String query(String raw) {
    String text =
        CanonicalRequest.of(
                Sample.get("/").query(raw).view(),
                List.of("host"),
                "UNSIGNED-PAYLOAD",
                PathRules.STANDARD)
            .text();
    return text.split("\n", -1)[2];
  }
}
