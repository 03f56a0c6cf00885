// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.List;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** What all Lincheck tests have in common. */
public final class LincheckOptions {
  /**
   * Classes that share nothing between threads, or take no lock that anything else takes. What they
   * call is not looked at either, so nothing may be among them that runs what it is given.
   */
  private static final List<String> UNSHARED =
      List.of(
          "java.lang.String",
          "java.math.",
          "java.nio.",
          "java.text.",
          "java.time.",
          "java.util.Formatter",
          "java.util.HexFormat",
          "java.util.Locale",
          "java.util.regex.",
          "java.util.stream.",
          "dev.mediastore.core.internal.offheap.ByteReader",
          "dev.mediastore.core.internal.offheap.ByteWriter",
          "dev.mediastore.core.internal.offheap.PathKey",
          "dev.mediastore.core.internal.offheap.StringTable",
          "dev.mediastore.core.internal.offheap.VersionCodec",
          // The tree of an index is used by whoever holds the index's lock.
          "dev.mediastore.core.internal.index.");

  /** Methods of collections that run nothing they are given. */
  private static final Set<String> PLAIN =
      Set.of(
          "add",
          "addAll",
          "clear",
          "contains",
          "containsKey",
          "copyOf",
          "equals",
          "get",
          "hasNext",
          "hashCode",
          "indexOf",
          "isEmpty",
          "iterator",
          "next",
          "nextClearBit",
          "nextSetBit",
          "of",
          "put",
          "remove",
          "set",
          "size",
          "stream",
          "subList",
          "toArray",
          "toList");

  private static final int MOST_ITERATIONS = 5000;

  private LincheckOptions() {}

  /** Two threads with few calls each; switches happen only where threads can meet. */
  public static ModelCheckingOptions fewCalls(int scenarios, int interleavings) {
    ManagedStrategyGuarantee unshared =
        ManagedStrategyGuaranteeKt.forClasses(LincheckOptions::sharesNothing).allMethods().ignore();
    ManagedStrategyGuarantee collections =
        ManagedStrategyGuaranteeKt.forClasses(LincheckOptions::isCollection)
            .methods((String method) -> PLAIN.contains(method))
            .ignore();
    return new ModelCheckingOptions()
        .addGuarantee(unshared)
        .addGuarantee(collections)
        // Loops over bytes are long, and no sign of threads that wait for each other.
        .loopIterationsBeforeThreadSwitch(MOST_ITERATIONS)
        .loopBound(MOST_ITERATIONS)
        .iterations(scenarios)
        .invocationsPerIteration(interleavings)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1);
  }

  private static boolean isCollection(String type) {
    return type.matches("java\\.util\\.[A-Z].*");
  }

  private static boolean sharesNothing(String type) {
    return UNSHARED.stream().anyMatch(type::startsWith)
        || type.matches("dev\\.mediastore\\.core\\.[A-Z]\\w*");
  }
}
