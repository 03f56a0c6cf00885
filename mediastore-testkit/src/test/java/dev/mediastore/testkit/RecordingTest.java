// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigningCredentials;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An ingest that is recorded once and played again without its encoder. */
@Timeout(60)
class RecordingTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String SECRET = "AWS4-HMAC-SHA256 Credential=AKIASECRET";

  @TempDir private Path folder;

  private final TestClock clock = TestClock.at(START);
  private final TestOrigin origin =
      TestOrigin.builder().container("live").anonymousAccess().clock(clock).start();

  @AfterEach
  void stop() {
    origin.close();
  }

  /** An encoder that speaks as slowly as it is told. */
  private final class Encoder implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;

    Encoder(String head) throws IOException {
      URI endpoint = origin.controlEndpoint();
      socket = new Socket(endpoint.getHost(), endpoint.getPort());
      out = socket.getOutputStream();
      send(head + "\r\nHost: x\r\nConnection: close\r\n");
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void chunk(String text) throws IOException {
      send(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    String answer() throws IOException {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void awaitUpload(String path, long bytes) {
    while (origin
        .container("live")
        .open(dev.mediastore.core.ObjectPath.of(path))
        .map(
            lease -> {
              try (lease) {
                return lease.availableBytes() < bytes;
              }
            })
        .orElse(true)) {
      Thread.onSpinWait();
    }
  }

  /** A growing segment over 400 ms, a playlist after it, and an old segment taken away. */
  private Path record() throws Exception {
    Path file = folder.resolve("ingest.rec");
    try (IngestRecorder recorder = origin.record("live", file)) {
      try (Encoder segment = new Encoder("PUT /c/live/v/seg%3D1.m4s HTTP/1.1")) {
        segment.send(
            """
            Transfer-Encoding: chunked
            Content-Type: video/mp4
            x-amz-upload-availability: STREAMING
            Cookie: hidden

            """
                .replace("\n", "\r\n"));
        segment.chunk("first,");
        awaitUpload("v/seg=1.m4s", 6);
        clock.advance(Duration.ofMillis(400));
        segment.chunk("second");
        segment.send("0\r\n\r\n");
        assertTrue(segment.answer().startsWith("HTTP/1.1 200"));
      }
      clock.advance(Duration.ofMillis(100));
      try (Encoder playlist = new Encoder("POST /c/live/a.m3u8 HTTP/1.1")) {
        playlist.send("Content-Length: 7\r\nCache-Control: max-age=1\r\n\r\n#EXTM3U");
        assertTrue(playlist.answer().startsWith("HTTP/1.1 200"));
      }
      try (Encoder deletion = new Encoder("DELETE /c/live/a.m3u8 HTTP/1.1")) {
        deletion.send("\r\n");
        assertTrue(deletion.answer().startsWith("HTTP/1.1 200"));
      }
    }
    return file;
  }

  @Test
  void ingest_isRecordedInThePiecesAndTimesInWhichItCame() throws Exception {
    Recording recording = Recording.read(record());
    assertTrue(recording.whole());
    assertEquals(Duration.ofMillis(500), recording.duration());
    assertEquals(
        List.of(
            "PT0S Begin PUT v/seg=1.m4s -1 [Content-Type=video/mp4,"
                + " x-amz-upload-availability=STREAMING]",
            "PT0S Data first,",
            "PT0.4S Data second",
            "PT0.4S End",
            "PT0.5S Begin POST a.m3u8 7 [Cache-Control=max-age=1]",
            "PT0.5S Data #EXTM3U",
            "PT0.5S End",
            "PT0.5S Begin DELETE a.m3u8 0 []",
            "PT0.5S End"),
        recording.steps().stream().map(RecordingTest::told).toList());
  }

  private static String told(RecordedStep step) {
    String what = step.at() + " " + step.getClass().getSimpleName();
    if (step instanceof RecordedStep.Begin begin) {
      return what
          + " %s %s %d %s".formatted(begin.method(), begin.path(), begin.length(), begin.headers());
    }
    return step instanceof RecordedStep.Data data
        ? what + ' ' + StandardCharsets.ISO_8859_1.decode(data.bytes().duplicate())
        : what;
  }

  @Test
  void replay_atAnySpeed_leavesWhatTheEncoderLeft() throws Exception {
    Recording recording = Recording.read(record());
    List<Replay.Outcome> all =
        List.of(
            new Replay.Outcome("PUT", "v/seg=1.m4s", 200),
            new Replay.Outcome("POST", "a.m3u8", 200),
            new Replay.Outcome("DELETE", "a.m3u8", 200));
    for (double speed : new double[] {10, Double.POSITIVE_INFINITY}) {
      origin.reset();
      long before = System.nanoTime();
      try (Replay replay = Replay.of(recording, origin.endpoint("live"))) {
        assertEquals(all, replay.run(speed));
      }
      assertTrue(System.nanoTime() - before >= 500_000_000 / speed, "too fast for " + speed);
      assertEquals(List.of("v/seg=1.m4s", "a.m3u8"), origin.uploads("live"));
      origin
          .ingest("live")
          .assertBytes("v/seg=1.m4s", "first,second".getBytes(StandardCharsets.US_ASCII));
      origin.ingest("live").assertContentType("v/*", "video/mp4");
    }
    assertThrows(
        IllegalArgumentException.class, () -> Replay.of(recording, origin.endpoint("live")).run(0));
  }

  @Test
  void replayOnTheClock_movesIt_andWaitsForNothing() throws Exception {
    Recording recording = Recording.read(record());
    Instant before = clock.instant();
    try (Replay replay = Replay.of(recording, origin.endpoint("live"))) {
      assertEquals(3, replay.run(clock).size());
    }
    assertEquals(before.plusMillis(500), clock.instant());
  }

  @Test
  void replayStepByStep_showsAGrowingObjectBetweenItsPieces() throws Exception {
    Recording recording = Recording.read(record());
    origin.reset();
    try (Replay replay = Replay.of(recording, origin.endpoint("live"))) {
      replay.step();
      replay.step();
      awaitUpload("v/seg=1.m4s", 6);
      assertEquals(List.of(), origin.uploads("live"));
      replay.step();
      awaitUpload("v/seg=1.m4s", 12);
      assertTrue(replay.step().orElseThrow() instanceof RecordedStep.End);
      assertEquals(List.of("v/seg=1.m4s"), origin.uploads("live"));
      assertEquals(200, replay.outcomes().get(0).status());
      assertEquals(3, replay.run(1).size());
      assertEquals(Optional.empty(), replay.step());
    }
  }

  @Test
  void replay_isSignedAnew_whereTheOriginAsksForIt() throws Exception {
    Recording recording = Recording.read(record());
    try (TestOrigin closed = TestOrigin.builder().container("live").clock(clock).start()) {
      URI target = closed.endpoint("live");
      try (Replay unsigned = Replay.of(recording, target)) {
        assertEquals(
            List.of(403, 403, 403),
            unsigned.run(Double.POSITIVE_INFINITY).stream().map(Replay.Outcome::status).toList());
      }
      TestCredentials root = closed.credentials();
      SigV4Signer signer =
          SigV4Signer.builder(
                  SigningCredentials.of(root.accessKeyId(), root.secretAccessKey()),
                  closed.region())
              .clock(clock)
              .build();
      try (Replay signed = Replay.of(recording, target).signedBy(signer)) {
        assertEquals(
            List.of(200, 200, 200),
            signed.run(Double.POSITIVE_INFINITY).stream().map(Replay.Outcome::status).toList());
      }
    }
  }

  @Test
  void uploadBrokenOff_isBrokenOffAgain() throws Exception {
    Path file = folder.resolve("broken.rec");
    try (IngestRecorder recorder = origin.record("live", file)) {
      try (Encoder segment = new Encoder("PUT /c/live/a HTTP/1.1")) {
        segment.send("Transfer-Encoding: chunked\r\nx-amz-upload-availability: STREAMING\r\n\r\n");
        segment.chunk("half");
        awaitUpload("a", 4);
      }
      while (!origin.requests().stream().anyMatch(entry -> entry.status() != 200)) {
        Thread.onSpinWait();
      }
    }
    Recording recording = Recording.read(file);
    assertTrue(recording.steps().get(2) instanceof RecordedStep.Lost);
    try (Replay replay = Replay.of(recording, origin.endpoint("live"))) {
      assertEquals(List.of(new Replay.Outcome("PUT", "a", 0)), replay.run(1));
    }
    assertEquals(List.of(), origin.uploads("live"));
  }

  @Test
  void framingAndSecretsOfASignature_areNotRecorded() throws Exception {
    Path file = folder.resolve("framed.rec");
    try (IngestRecorder recorder = origin.record("live", file)) {
      try (Encoder framed = new Encoder("PUT /c/live/a HTTP/1.1")) {
        framed.send(
            """
            x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER
            x-amz-decoded-content-length: 5
            x-amz-trailer: x-amz-checksum-crc32
            Content-Encoding: aws-chunked
            Authorization: %s
            Content-Length: 48

            5
            hello
            0
            x-amz-checksum-crc32:NhCmhg==

            """
                .formatted(SECRET)
                .replace("\n", "\r\n"));
        framed.answer();
      }
    }
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertFalse(bytes.contains("SECRET") || bytes.contains("checksum"), bytes);
    RecordedStep.Begin begin = (RecordedStep.Begin) Recording.read(file).steps().get(0);
    assertEquals(5, begin.length());
  }

  @Test
  void recordingCutAnywhere_isRefused_orPlayedAsFarAsItIsWhole() throws Exception {
    Path file = record();
    byte[] all = Files.readAllBytes(file);
    int steps = Recording.read(file).steps().size();
    Path cut = folder.resolve("cut.rec");
    for (int length = 0; length < all.length; length++) {
      Files.write(cut, Arrays.copyOf(all, length));
      String said = assertThrows(IOException.class, () -> Recording.read(cut)).toString();
      if (length < RecordingFormat.MAGIC.length) {
        assertEquals("java.io.IOException: cut.rec is no recording", said);
      } else {
        Recording whole = Recording.readWhole(cut);
        assertFalse(whole.whole());
        assertTrue(said.contains("cut.rec was cut or damaged after " + whole.steps().size()));
        assertTrue(whole.steps().size() <= steps);
      }
    }
    Recording half = Recording.readWhole(cut(cut, all, all.length / 2));
    origin.reset();
    try (Replay replay = Replay.of(half, origin.endpoint("live"))) {
      assertFalse(replay.run(Double.POSITIVE_INFINITY).isEmpty());
    }
  }

  private static Path cut(Path file, byte[] all, int length) throws IOException {
    return Files.write(file, Arrays.copyOf(all, length));
  }

  @Test
  void anyByteThatIsWrong_isNoticed() throws Exception {
    Path file = record();
    byte[] all = Files.readAllBytes(file);
    for (int at = 0; at < all.length; at++) {
      byte[] wrong = all.clone();
      wrong[at] ^= 1;
      Files.write(file, wrong);
      assertThrows(IOException.class, () -> Recording.read(file), "byte " + at);
    }
    Files.write(file, all);
    assertArrayEquals(all, Files.readAllBytes(file));
  }

  @Test
  void secondRecorderOfTheSameFile_writesItAlone() throws Exception {
    Path file = folder.resolve("ingest.rec");
    Http http = new Http(origin);
    try (IngestRecorder first = origin.record("live", file)) {
      http.put("first.ts", "x".repeat(20_000));
      try (IngestRecorder second = origin.record("live", file)) {
        http.put("second.ts", "y");
      }
      first.close();
    }
    List<String> paths =
        Recording.read(file).steps().stream()
            .filter(RecordedStep.Begin.class::isInstance)
            .map(step -> ((RecordedStep.Begin) step).path())
            .toList();
    assertEquals(List.of("second.ts"), paths);
    assertTrue(Files.size(file) < 20_000, "nothing of the first one is left behind it");
  }
}
