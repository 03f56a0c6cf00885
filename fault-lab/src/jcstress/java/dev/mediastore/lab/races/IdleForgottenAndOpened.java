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

/**
 * An object that was read lately is opened while another takes its place among the idle ones, and
 * is deleted. Two counts of its holders would give its room back twice, or under its reader.
 */
@JCStressTest
@Outcome(id = "16, true", expect = Expect.ACCEPTABLE, desc = "Opened before it was deleted.")
@Outcome(id = "nothing, true", expect = Expect.ACCEPTABLE, desc = "Deleted before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A reader saw what was not there.")
@State
public class IdleForgottenAndOpened {
  private final ObjectPath path = SharedStore.newPath();
  private final ObjectPath rival;

  /** With an object that the store remembers as idle. */
  public IdleForgottenAndOpened() {
    SharedStore.put(path);
    rival = SharedStore.rival(path);
    SharedStore.touch(path);
  }

  @Actor
  public void open(LL_Result result) {
    try (ObjectLease lease = SharedStore.open(path)) {
      result.r1 = lease == null ? "nothing" : SharedStore.read(lease);
    }
  }

  @Actor
  public void forgetAndDelete(LL_Result result) {
    SharedStore.touch(rival);
    result.r2 = SharedStore.delete(path);
    ObjectPath other = SharedStore.newPath();
    SharedStore.put(other);
    SharedStore.delete(other);
  }
}
