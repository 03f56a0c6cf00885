// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.lab.races;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A lease is closed by one thread while another reads through it, and its object is gone. */
@JCStressTest
@Outcome(id = "16", expect = Expect.ACCEPTABLE, desc = "The read came first and saw the object.")
@Outcome(id = "CLOSED", expect = Expect.ACCEPTABLE, desc = "The close came first.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Bytes that were no longer the object's.")
@State
public class LeaseReadAndClose {
  private final ObjectPath path = SharedStore.newPath();
  private final ObjectLease lease;

  /** With a lease on an object that only the lease still keeps. */
  public LeaseReadAndClose() {
    SharedStore.put(path);
    lease = SharedStore.open(path);
    SharedStore.delete(path);
  }

  @Actor
  public void read(L_Result result) {
    result.r1 = SharedStore.read(lease);
  }

  @Actor
  public void close() {
    lease.close();
  }
}
