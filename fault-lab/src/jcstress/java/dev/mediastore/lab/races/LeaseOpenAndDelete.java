// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.lab.races;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** An object is opened by one thread while another deletes it and uses its room again. */
@JCStressTest
@Outcome(id = "16, true", expect = Expect.ACCEPTABLE, desc = "Opened before it was deleted.")
@Outcome(id = "nothing, true", expect = Expect.ACCEPTABLE, desc = "Deleted before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A reader saw what was not there.")
@State
public class LeaseOpenAndDelete {
  private final ObjectPath path = SharedStore.newPath();

  /** With an object. */
  public LeaseOpenAndDelete() {
    SharedStore.put(path);
  }

  @Actor
  public void open(LL_Result result) {
    try (ObjectLease lease = SharedStore.open(path)) {
      result.r1 = lease == null ? "nothing" : SharedStore.read(lease);
    }
  }

  @Actor
  public void delete(LL_Result result) {
    result.r2 = SharedStore.delete(path);
    ObjectPath other = SharedStore.newPath();
    SharedStore.put(other);
    SharedStore.delete(other);
  }
}
