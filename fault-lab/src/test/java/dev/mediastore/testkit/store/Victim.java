// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.RealFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A process that is going to be killed: opens a real folder and runs scripts in it, each on a
 * thread of its own, saying before and after each step that it begins and that it is done. It never
 * ends by itself.
 *
 * <p>One byte for each word: 254 the process lives, 255 the store is open, else twice the number of
 * the thread, plus one if the step is done.
 */
final class Victim {
  /** Exit status of a victim that found something wrong; no kill has it. */
  static final int FAILED = 3;

  static final int ALIVE = 254;
  static final int OPEN = 255;

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private Victim() {}

  /** Arguments: engine, folder, seed, number of threads, prefix of the containers. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      say(ALIVE);
      Engine engine = Engines.named(arguments[0]);
      SegmentStore store = engine.open(RealFolder.open(Path.of(arguments[1])));
      say(OPEN);
      long seed = Long.parseLong(arguments[2]);
      int threads = Integer.parseInt(arguments[3]);
      for (int thread = 0; thread < threads; thread++) {
        Script script = script(arguments[4], thread, engine, store, new Expectation(false), seed);
        int number = thread;
        new Thread(() -> run(script, number), "script " + thread).start();
      }
      new CountDownLatch(1).await();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** The script of one thread; the process that expects something makes the same. */
  static Script script(
      String prefix,
      int thread,
      Engine engine,
      SegmentStore store,
      Expectation expectation,
      long seed) {
    String name = prefix + "t" + thread + "x";
    return new Script(
        name, engine, store, expectation.shared(), seed * 100 + thread, Script.Sizes.SMALL);
  }

  private static void run(Script script, int thread) {
    try {
      say(thread * 2);
      script.begin();
      say(thread * 2 + 1);
      while (true) {
        say(thread * 2);
        script.step();
        say(thread * 2 + 1);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private static synchronized void say(int word) {
    try {
      OUT.write(word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A failure is told and ends the process, by a status that no kill has. */
  private static void fail(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    System.err.println(text);
    Runtime.getRuntime().halt(FAILED);
  }
}
