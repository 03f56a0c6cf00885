// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.io.IOException;

/**
 * An engine that can be made. Immutable.
 *
 * @param name what it is called on the command line and in results
 * @param role why it is in the table
 * @param heapHeld whether values or their index live on the Java heap, so that it grows with them
 * @param opener makes one
 */
public record EngineType(String name, Role role, boolean heapHeld, Opener opener) {

  /** Why an engine is in a table. */
  public enum Role {
    /** The project's own; the first of them in a table is what the others are divided by. */
    OURS,
    /** What a user could take instead. */
    PEER,
    /** What the machine allows when nothing is asked of a store; not a store. */
    LIMIT
  }

  /** Makes engines. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Opens an engine, on what its directory holds.
     *
     * @param setting what it is made for
     * @return the engine; the caller closes it
     * @throws IOException if it cannot be opened
     */
    Engine open(Setting setting) throws IOException;
  }
}
