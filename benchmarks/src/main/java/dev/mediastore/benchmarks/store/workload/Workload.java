// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.EngineType;
import java.nio.file.Path;
import java.util.List;

/** Something to measure. Immutable. */
public interface Workload {

  /** Flags of every JVM: compiler threads stay, so that their time can be told apart. */
  List<String> COMMON_FLAGS = List.of("-XX:-UseDynamicNumberOfCompilerThreads");

  /**
   * Returns what it is called on the command line.
   *
   * @return a word
   */
  String name();

  /**
   * Says in one line what is measured.
   *
   * @return a sentence
   */
  String question();

  /**
   * Returns the engines it compares, in table order.
   *
   * @return names
   */
  List<String> engines();

  /**
   * Tells whether a disk is part of what is measured. Otherwise peers that need files get them in
   * memory.
   *
   * @return true if files have to be on a disk
   */
  boolean onDisk();

  /**
   * Returns the flags of the JVM that runs it.
   *
   * @param engine the engine
   * @param scratch folder for logs of the JVM
   * @param effort how much will be done
   * @return flags of memory and collector
   */
  List<String> jvmFlags(EngineType engine, Path scratch, Effort effort);

  /**
   * Returns the processes that one run consists of, one after another on the same directory.
   *
   * @return at least one
   */
  default List<Step> steps() {
    return List.of(new Step("run", false));
  }

  /**
   * Does one step, in a process of its own.
   *
   * @param step its name
   * @param trial the engine and where results go
   * @throws Exception if the engine failed or returned wrong bytes; there is no result then
   */
  void run(String step, Trial trial) throws Exception;

  /**
   * A process.
   *
   * @param name what it does
   * @param killed whether it is killed when its step is done, instead of ending by itself
   */
  record Step(String name, boolean killed) {}
}
