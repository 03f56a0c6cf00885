// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ByteRange;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeHeaderTest {
  private static final long LENGTH = 1000;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-, 0, 999",
    "bytes=-1, 999, 999",
    "bytes=5-5, 5, 5",
    "bytes=999-999, 999, 999",
    "bytes=0-99999999, 0, 999",
    "bytes=-99999999, 0, 999",
    "Bytes=0-1, 0, 1",
    "BYTES=007-010, 7, 10",
    "bytes=0-999999999999999999, 0, 999",
  })
  void range_ofOneForm_isResolved(String value, long first, long last) {
    assertEquals(
        Optional.of(new ByteRange(first, last)),
        ByteRangeHeader.parse(value).orElseThrow().resolve(LENGTH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=5000-"})
  void range_outside_cannotBeSatisfied(String value) {
    assertTrue(ByteRangeHeader.parse(value).orElseThrow().resolve(LENGTH).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1"})
  void anyRange_ofAnEmptyObject_cannotBeSatisfied(String value) {
    assertTrue(ByteRangeHeader.parse(value).orElseThrow().resolve(0).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=5-4",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes 0-1",
        "bytes=0-1-2",
        "bytes=0x0-1",
        "bytes=+1-2",
        "bytes=--1",
        "bytes=9223372036854775808-",
        "bytes=0-18446744073709551616",
        "bytes=-111111111111111111111111111111",
        "items=0-1",
        "bytes = 0-1",
        "bytes= 0-1",
        "bytes=0-1,2-3",
        "bytes=0-,0-",
        "bytes=१-२",
        "",
        "=",
      })
  void everythingElse_isNoRange(String value) {
    assertTrue(ByteRangeHeader.parse(value).isEmpty());
  }

  @Property
  void closedRange_isTheIntersectionWithTheObject(
      @ForAll @LongRange(min = 0, max = 2000) long first,
      @ForAll @LongRange(min = 0, max = 2000) long span,
      @ForAll @LongRange(min = 0, max = 1500) long length) {
    Optional<ByteRange> resolved =
        ByteRangeHeader.parse("bytes=" + first + "-" + (first + span))
            .orElseThrow()
            .resolve(length);
    if (first >= length) {
      assertTrue(resolved.isEmpty());
    } else {
      assertEquals(
          new ByteRange(first, Math.min(first + span, length - 1)), resolved.orElseThrow());
    }
  }
}
