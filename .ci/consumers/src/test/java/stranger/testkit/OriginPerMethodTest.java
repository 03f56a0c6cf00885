// SPDX-License-Identifier: Apache-2.0
package stranger.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.testkit.Fault;
import dev.mediastore.testkit.FaultRule;
import dev.mediastore.testkit.FaultScript;
import dev.mediastore.testkit.MediaStoreExtension;
import dev.mediastore.testkit.TestOrigin;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On an instance field, an origin for each method: these run in parallel. */
class OriginPerMethodTest {
  @RegisterExtension
  final MediaStoreExtension origins =
      MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess());

  @RepeatedTest(10)
  void good_ingest_passes(TestOrigin origin) throws Exception {
    new Encoder().encode(origin.endpoint("live"), 3);
    origin.ingest("live").awaitSegment("hls/*.ts", 3, Duration.ofSeconds(10));
    origin.ingest("live").assertPlaylistsConsistent();
    origin.ingest("live").assertNoGaps("hls/*.ts");
    assertEquals(6, origin.requests().size());
  }

  @Test
  void refused_segment_is_told_of(TestOrigin origin) throws Exception {
    FaultScript script =
        FaultScript.of(FaultRule.uploads("hls/*.ts").object(2).then(Fault.status(503)));
    origin.faults(script);
    new Encoder().encode(origin.endpoint("live"), 3);
    script.assertUsedUp();
    assertEquals(List.of("hls/0.ts", "hls/2.ts"), origin.ingest("live").uploads("hls/*.ts"));
    AssertionError told =
        assertThrows(AssertionError.class, origin.ingest("live")::assertPlaylistsConsistent);
    assertTrue(told.getMessage().contains("hls/1.ts could not be read"), told::getMessage);
  }
}
