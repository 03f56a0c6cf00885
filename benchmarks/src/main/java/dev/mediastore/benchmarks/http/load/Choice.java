// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import java.util.List;
import java.util.SplittableRandom;

/** Any of some requests at random, or all in turn. */
public final class Choice implements Traffic {
  private final List<Request> requests;
  private final SplittableRandom random = new SplittableRandom(7);
  private final boolean inTurn;
  private int next;

  private Choice(List<Request> requests, boolean inTurn) {
    this.requests = requests;
    this.inTurn = inTurn;
  }

  /** Any of them each time. */
  public static Choice random(List<Request> requests) {
    return new Choice(requests, false);
  }

  /** One after the other, from the first again after the last. */
  public static Choice inTurn(List<Request> requests) {
    return new Choice(requests, true);
  }

  @Override
  public Request next() {
    int index = inTurn ? next++ % requests.size() : random.nextInt(requests.size());
    return requests.get(index);
  }
}
