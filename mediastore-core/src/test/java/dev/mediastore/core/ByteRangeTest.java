// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "0,0,10,0-0",
    "0,9,10,0-9",
    "0,99999999,10,0-9",
    "5,5,10,5-5",
    "9,9,10,9-9",
    "9,100,10,9-9",
    "10,10,10,none",
    "11,20,10,none",
    "0,0,0,none",
    "0,9223372036854775807,1,0-0"
  })
  void between_isClippedOrUnsatisfiable(long first, long last, long length, String expected) {
    assertEquals(expected, print(ByteRange.between(first, last, length)));
  }

  @ParameterizedTest
  @CsvSource({"0,10,0-9", "9,10,9-9", "10,10,none", "0,0,none", "9223372036854775807,10,none"})
  void from_runsToTheEnd(long first, long length, String expected) {
    assertEquals(expected, print(ByteRange.from(first, length)));
  }

  @ParameterizedTest
  @CsvSource({
    "1,10,9-9",
    "10,10,0-9",
    "11,10,0-9",
    "9223372036854775807,10,0-9",
    "0,10,none",
    "5,0,none"
  })
  void suffix_isTheEndOrTheWhole(long count, long length, String expected) {
    assertEquals(expected, print(ByteRange.suffix(count, length)));
  }

  private static String print(Optional<ByteRange> range) {
    return range.map(found -> found.first() + "-" + found.last()).orElse("none");
  }

  @Test
  void range_endsOutOfOrder_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ByteRange(5, 4));
    assertThrows(IllegalArgumentException.class, () -> new ByteRange(-1, 4));
    assertThrows(IllegalArgumentException.class, () -> ByteRange.suffix(-1, 10));
  }

  @Property(tries = 300)
  void resolved_anyForm_liesInsideTheObject(
      @ForAll @LongRange(min = 0) long a,
      @ForAll @LongRange(min = 0) long b,
      @ForAll @LongRange(min = 0, max = 1000) long length) {
    for (Optional<ByteRange> range :
        java.util.List.of(
            ByteRange.between(Math.min(a, b), Math.max(a, b), length),
            ByteRange.from(a, length),
            ByteRange.suffix(b, length))) {
      range.ifPresent(
          found -> {
            assertTrue(found.last() < length);
            assertEquals(found.last() - found.first() + 1, found.lengthBytes());
          });
    }
  }
}
