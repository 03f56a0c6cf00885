// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PublicTextTest {

  @Property
  void text_isAlwaysShortAndHarmless(
      @ForAll String start, @ForAll String middle, @ForAll String end) {
    for (String text : new String[] {PublicText.of(start), PublicText.of(start, middle, end)}) {
      assertTrue(text.length() <= 255);
      assertTrue(text.matches("[ -~&&[^\"<>&`]]*"), text);
    }
  }

  @Test
  void middle_isCutWhenThreePartsAreTooLong() {
    String text = PublicText.of("start ", "m".repeat(900), " end");
    assertEquals(255, text.length());
    assertTrue(text.startsWith("start mmm"));
    assertTrue(text.endsWith("mmm... end"));
  }

  @Test
  void doubleQuotes_becomeSingleOnes_soThatWhatIsQuotedCanBeRead() {
    assertEquals(
        "Action in statement 0 must be '*' or of the form service:Action",
        PublicText.of("Action in statement 0 must be \"*\" or of the form service:Action"));
  }
}
