// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flags of a stand-alone origin mean. */
class OriginOptionsTest {

  private static OriginOptions options(String... args) {
    return OriginOptions.from(Flags.parse(List.of(args), OriginOptions.flags()));
  }

  @ParameterizedTest
  @CsvSource({"64k, 65536", "256m, 268435456", "2g, 2147483648", "5000, 5000", "1M, 1048576"})
  void memory_is_read_with_its_unit(String text, long bytes) {
    assertEquals(bytes, options("--memory", text).memoryBytes());
  }

  @Test
  void live_edge_is_off_unless_asked_for() {
    assertEquals(false, options().liveEdge());
    assertEquals(true, options("--live-edge").liveEdge());
    assertEquals(null, options().timePath());
    assertEquals("/time", options("--time", "/time").timePath());
    assertEquals("-", options("--access-log", "-").accessLog());
    assertEquals("/health", options("--health", "/health").healthPath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--memory 0",
        "--memory -1m",
        "--memory m",
        "--memory 99999999999g",
        "--port 65536",
        "--port -1",
        "--port x",
        "--port",
        "--host tomcat",
        "--credentials key",
        "--credentials key:",
        "--credentials a:b:c:d",
        "--unknown",
        "--open --open"
      })
  void flag_that_makes_no_sense_is_refused(String line) {
    assertThrows(Flags.UsageException.class, () -> options(line.split(" ", -1)));
  }

  @Test
  void credentials_without_user_name_are_the_roots() {
    List<OriginOptions.Key> keys =
        options("--credentials", "a:b", "--credentials", "c:d:eve").keys();
    assertEquals(
        List.of(new OriginOptions.Key("a", "b", null), new OriginOptions.Key("c", "d", "eve")),
        keys);
  }

  @Test
  void N10_withoutCredentials_aKeyIsMadeThatNobodyKnows() {
    OriginOptions.Key one = options().keys().get(0);
    OriginOptions.Key other = options().keys().get(0);
    assertNotEquals(one.id(), other.id());
    assertNotEquals(one.secret(), other.secret());
    assertEquals(40, one.secret().length());
  }

  @Test
  void secret_does_not_show() {
    assertEquals("Key[a]", new OriginOptions.Key("a", "b", null).toString());
  }
}
