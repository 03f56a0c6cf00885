// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.lab.races;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A growing object is committed by its writer and deleted by another, at once. */
@JCStressTest
@Outcome(
    id = "true, true, COMPLETE",
    expect = Expect.ACCEPTABLE,
    desc = "Committed, then deleted: who had it open has all of it.")
@Outcome(
    id = "false, true, WITHDRAWN",
    expect = Expect.ACCEPTABLE,
    desc = "Deleted first: the writer is refused, the reader must break off.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Neither order explains it.")
@State
public class CommitAndDelete {
  private final ObjectPath path = SharedStore.newPath();
  private final ObjectWriter writer;
  private final ObjectLease lease;

  /** With an object that is visible and growing. */
  public CommitAndDelete() {
    writer = SharedStore.growing(path);
    writer.append(SharedStore.content());
    lease = SharedStore.open(path);
  }

  @Actor
  public void commit(LLL_Result result) {
    result.r1 = SharedStore.commit(writer);
  }

  @Actor
  public void delete(LLL_Result result) {
    result.r2 = SharedStore.delete(path);
  }

  @Arbiter
  public void after(LLL_Result result) {
    LeaseState state = lease.state();
    result.r3 = SharedStore.open(path) == null ? state.name() : "still there";
    lease.close();
    writer.abort();
  }
}
