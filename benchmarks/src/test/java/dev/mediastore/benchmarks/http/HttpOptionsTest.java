// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpOptionsTest {
  private static HttpOptions parse(String... arguments) {
    return HttpOptions.parse(List.of(arguments), Path.of("/scratch"));
  }

  @Test
  void nothing_meansAllWithDefaults() {
    HttpOptions options = parse();
    assertEquals(List.of(), options.workloads());
    assertEquals(List.of(), options.peers());
    assertEquals(5, options.rounds());
    assertEquals(Path.of("/scratch"), options.directory());
    assertTrue(options.flags().contains("-XX:+UseG1GC"));
  }

  @Test
  void everything_isTaken() {
    HttpOptions options =
        parse(
            "get",
            "tls-188k",
            "--peers",
            "origin,nginx-tmpfs",
            "--rounds",
            "7",
            "--seconds",
            "1.5");
    assertEquals(List.of("get", "tls-188k"), options.workloads());
    assertEquals(List.of(Peer.ORIGIN, Peer.NGINX_TMPFS), options.peers());
    assertEquals(7, options.rounds());
    assertEquals(1.5, options.seconds());
  }

  @Test
  void unknownWords_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> parse("--peers", "apache"));
    assertThrows(IllegalArgumentException.class, () -> parse("--colour", "red"));
    assertThrows(IllegalArgumentException.class, () -> parse("--rounds"));
    assertThrows(IllegalArgumentException.class, () -> Workload.named(List.of("nothing")));
  }

  @Test
  void firstPartOfAName_namesSeveral() {
    List<String> names = Workload.named(List.of("get")).stream().map(Workload::name).toList();
    assertEquals(List.of("get-2k", "get-188k", "get-1500k", "get-6m"), names);
  }
}
