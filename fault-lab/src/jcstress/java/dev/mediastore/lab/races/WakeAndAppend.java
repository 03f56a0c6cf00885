// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.lab.races;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A reader asks to be woken for the next byte just when it arrives. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Woken once, at once or by the writer.")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "Never woken.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Woken twice.")
@State
public class WakeAndAppend {
  private final AtomicInteger woken = new AtomicInteger();
  private final ObjectPath path = SharedStore.newPath();
  private final ObjectWriter writer;
  private final ObjectLease lease;

  /** With an object of which the first byte has arrived. */
  public WakeAndAppend() {
    writer = SharedStore.growing(path);
    writer.append(SharedStore.content().limit(1));
    lease = SharedStore.open(path);
  }

  @Actor
  public void await() {
    lease.onGrowth(1, woken::incrementAndGet);
  }

  @Actor
  public void append() {
    writer.append(SharedStore.content().position(1));
  }

  @Arbiter
  public void after(I_Result result) {
    result.r1 = woken.get();
    lease.close();
    writer.abort();
  }
}
