// SPDX-License-Identifier: Apache-2.0
package stranger.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.testkit.MediaStoreExtension;
import dev.mediastore.testkit.TestClock;
import dev.mediastore.testkit.TestOrigin;
import dev.mediastore.testkit.TlsMaterial;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** By annotation, one origin for the class, empty again before each method. */
@ExtendWith(MediaStoreExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
class OriginPerClassTest {

  @Test
  void first_ingest_is_alone(TestOrigin origin) throws Exception {
    new Encoder().encode(origin.endpoint("live"), 1);
    assertEquals(List.of("hls/0.ts", "hls/live.m3u8"), origin.uploads("live"));
  }

  @Test
  void second_ingest_is_alone_too(TestOrigin origin) throws Exception {
    new Encoder().encode(origin.endpoint("live"), 1);
    assertEquals(List.of("hls/0.ts", "hls/live.m3u8"), origin.uploads("live"));
  }

  @Test
  void certificate_is_made_for_this_run() throws Exception {
    TestClock clock = TestClock.atRealTime();
    TlsMaterial material = TlsMaterial.create(clock);
    clock.advance(Duration.ofHours(1));
    material.certificate().checkValidity(java.util.Date.from(clock.instant()));
    assertEquals("TLS", material.clientContext().getProtocol());
  }
}
