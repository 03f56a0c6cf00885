// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Not a test: prints what an index of millions of entries costs. Arguments: entries, page bytes,
 * value bytes, order ({@code folders}, {@code interleaved} or {@code random}); or instead of the
 * order {@code listing}, which compares folders of 10,000 and of 1,000,000.
 *
 * <pre>
 * mvn -q -pl mediastore-core test-compile
 * java -Xmx128m -XX:MaxDirectMemorySize=8g -cp mediastore-core/target/classes:\
 *   mediastore-core/target/test-classes:slf4j-api.jar \
 *   dev.mediastore.core.internal.index.TreeFigures 10000000 8192 90 random
 * </pre>
 *
 * <p>Keys have 41 characters, {@code channel/0123/hls/1080p/seg_0000123456.m4s}, in 4,000 folders.
 * {@code folders} inserts in order of keys, {@code interleaved} the next segment of every folder in
 * turn as live streams do, {@code random} shuffled. Times are processor times.
 */
final class TreeFigures {
  private static final int KEY_BYTES = 41;

  private final int entries;
  private final int folders;
  private final byte[] key =
      "channel/0000/hls/1080p/seg_0000000000.m4s".getBytes(StandardCharsets.US_ASCII);
  private final byte[] value;
  private final SplittableRandom random = new SplittableRandom(1);

  private TreeFigures(int entries, int folders, int valueBytes) {
    this.entries = entries;
    this.folders = folders;
    this.value = new byte[valueBytes];
  }

  public static void main(String[] arguments) {
    int entries = Integer.parseInt(arguments[0]);
    int pageBytes = Integer.parseInt(arguments[1]);
    int valueBytes = Integer.parseInt(arguments[2]);
    if (arguments[3].equals("listing")) {
      compareFolders(entries, pageBytes, valueBytes);
    } else {
      new TreeFigures(entries, 4000, valueBytes).run(pageBytes, arguments[3]);
    }
  }

  private static void compareFolders(int entries, int pageBytes, int valueBytes) {
    TreeFigures small = new TreeFigures(entries, entries / 10_000, valueBytes);
    TreeFigures large = new TreeFigures(entries, entries / 1_000_000, valueBytes);
    ByteTree smallTree = small.fill(new PagePool(pageBytes, Long.MAX_VALUE), "random");
    ByteTree largeTree = large.fill(new PagePool(pageBytes, Long.MAX_VALUE), "random");
    for (int round = 0; round < 6; round++) {
      double inSmall = small.listPages(smallTree);
      double inLarge = large.listPages(largeTree);
      print("page of 1,000 in folders of 10 k: %.1f us, of 1 M: %.1f us", inSmall, inLarge);
    }
  }

  private void run(int pageBytes, String order) {
    print(
        "%s order, %d entries, pages of %d, values of %d", order, entries, pageBytes, value.length);
    PagePool pool = new PagePool(pageBytes, Long.MAX_VALUE);
    ByteTree tree = fill(pool, order);
    print("  taken %.1f, in use %.1f B/entry", per(pool.bytesTaken()), per(tree.bytes()));
    for (int round = 0; round < 3; round++) {
      lookUp(tree);
    }
    for (int round = 0; round < 3; round++) {
      print("  page of 1,000: %.1f us", listPages(tree));
    }
    print("  heap in use %.1f MB", heapBytes() / 1e6);
  }

  private ByteTree fill(PagePool pool, String order) {
    ByteTree tree = new ByteTree(pool);
    int[] numbers = numbers(order);
    long start = cpuNanos();
    for (int number : numbers) {
      insert(tree, number);
    }
    double seconds = (cpuNanos() - start) / 1e9;
    print("  insert %.0f ns, %.2f M/s", seconds * 1e9 / entries, entries / seconds / 1e6);
    return tree;
  }

  private static double heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private double per(long bytes) {
    return (double) bytes / entries;
  }

  /** Gives the numbers of the entries in the order of insertion. */
  private int[] numbers(String order) {
    int[] numbers = new int[entries];
    for (int i = 0; i < entries; i++) {
      boolean inTurn = order.equals("interleaved");
      numbers[i] = inTurn ? (i % folders) * (entries / folders) + i / folders : i;
    }
    if (order.equals("random")) {
      for (int i = entries - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int moved = numbers[i];
        numbers[i] = numbers[other];
        numbers[other] = moved;
      }
    }
    return numbers;
  }

  private void makeKey(long number) {
    long perFolder = entries / folders;
    digits(number / perFolder, 8, 12);
    digits(number % perFolder, 27, 37);
  }

  private void digits(long number, int from, int to) {
    long rest = number;
    for (int i = to - 1; i >= from; i--) {
      key[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private void insert(ByteTree tree, long number) {
    makeKey(number);
    for (int i = 0; i + 8 <= value.length; i += 8) {
      long bits = random.nextLong();
      for (int j = 0; j < 8; j++) {
        value[i + j] = (byte) (bits >>> (8 * j));
      }
    }
    tree.put(key, KEY_BYTES, value, value.length);
  }

  private void lookUp(ByteTree tree) {
    int count = 2_000_000;
    long found = 0;
    long start = cpuNanos();
    for (int i = 0; i < count; i++) {
      makeKey(random.nextLong(entries));
      found += tree.get(key, KEY_BYTES, value);
    }
    double nanos = cpuNanos() - start;
    check(found == (long) count * value.length);
    print("  look-up %.0f ns", nanos / count);
  }

  /** Pages of 1,000 entries from random places, key and value copied. */
  private double listPages(ByteTree tree) {
    int pages = 500;
    Cursor cursor = tree.seek(key, 0);
    long bytes = 0;
    long start = cpuNanos();
    for (int i = 0; i < pages; i++) {
      makeKey(random.nextLong(entries - 1000));
      cursor.seek(key, KEY_BYTES);
      for (int j = 0; j < 1000; j++) {
        bytes += cursor.keyLength() + cursor.copyValue(value);
        cursor.next();
      }
    }
    double micros = (cpuNanos() - start) / 1e3;
    check(bytes == 1000L * pages * (KEY_BYTES + value.length));
    return micros / pages;
  }

  /** Processor time of this thread, so that a busy machine disturbs less. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void check(boolean expected) {
    if (!expected) {
      throw new IllegalStateException("wrong answer");
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
