// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** I11 to I16: damage to bits, sectors and files. */
class DirectoryRotTest {
  private static final Engine ENGINE = new DirectoryEngine(DirectoryEngine.TINY);

  private static Rot rot() throws IOException {
    return new Rot(ENGINE, Written.by(ENGINE, Scale.seed(5), 60, Script.Sizes.SMALL));
  }

  @Test
  void flippedBits_areFoundOrMeanNothing() throws IOException {
    Rot rot = rot();
    rot.flips(1, Scale.of(20_000, Integer.MAX_VALUE));
    Scale.report("directory bit rot", rot.counts());
  }

  /** Behind the records of such a file lies what a former one left. */
  @Test
  void flippedBitsInFilesThatWereWrittenOver_areFoundOrMeanNothing() throws IOException {
    Written written = Written.by(ENGINE, Scale.seed(6), 300, Script.Sizes.SMALL);
    assertTrue(logFiles(written).filter(DirectoryRotTest::isWrittenOver).count() > 2);
    Rot rot = new Rot(ENGINE, written);
    rot.flips(4, Scale.of(10_000, Integer.MAX_VALUE));
    Scale.report("directory bit rot in files written over", rot.counts());
  }

  private static Stream<byte[]> logFiles(Written written) {
    return written.folder().names().stream()
        .filter(name -> name.startsWith("log-"))
        .map(written.folder()::content);
  }

  /** By its header. */
  private static boolean isWrittenOver(byte[] file) {
    return file[59] == 1;
  }

  @Test
  void damagedSectors_areFoundOrMeanNothing() throws IOException {
    Rot rot = rot();
    rot.sectors(2);
    rot.olderSectors(Written.by(ENGINE, Scale.seed(5), 30, Script.Sizes.SMALL).folder());
    Scale.report("directory sectors", rot.counts());
  }

  @Test
  void damagedFiles_areFoundOrMeanNothing() throws IOException {
    Rot rot = rot();
    rot.files(3);
    Scale.report("directory files", rot.counts());
  }
}
