// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.lab.races;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Bytes are appended to a growing object while a reader takes what is available. */
@JCStressTest
@Outcome(id = "1, 16", expect = Expect.ACCEPTABLE, desc = "Before the second append.")
@Outcome(id = "16, 16", expect = Expect.ACCEPTABLE, desc = "After it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Bytes that nobody had written, or none.")
@State
public class GrowthAndRead {
  private final ObjectPath path = SharedStore.newPath();
  private final ObjectWriter writer;
  private final ObjectLease lease;

  /** With an object of which the first byte has arrived. */
  public GrowthAndRead() {
    writer = SharedStore.growing(path);
    writer.append(SharedStore.content().limit(1));
    lease = SharedStore.open(path);
  }

  @Actor
  public void append() {
    writer.append(SharedStore.content().position(1));
  }

  @Actor
  public void read(LL_Result result) {
    result.r1 = SharedStore.read(lease);
  }

  @Arbiter
  public void after(LL_Result result) {
    result.r2 = SharedStore.read(lease);
    lease.close();
    writer.abort();
  }
}
