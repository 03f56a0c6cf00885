// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/run origin} as a process that is told to end (N07). */
@Timeout(60)
class OriginProcessTest {
  @TempDir Path folder;

  private Process start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    assumeTrue(Files.exists(java));
    List<String> command =
        List.of(
            java.toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "origin",
            "--port",
            "0",
            "--data",
            folder.resolve("data").toString(),
            "--container",
            "live",
            "--open",
            "--allow-insecure-put");
    return new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
  }

  private static void terminate(Process process) throws Exception {
    String pid = Long.toString(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-TERM", pid).start().waitFor());
  }

  private static Socket connect(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String ready = out.readLine();
    URI control = URI.create(new ObjectMapper().readTree(ready).get("control").textValue());
    Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), control.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  @Test
  void N07_secondSignal_doesNotCutShortWhatTheFirstLetsFinish() throws Exception {
    Process process = start();
    try (Socket socket = connect(process)) {
      OutputStream out = socket.getOutputStream();
      String head =
          String.join(
              "\r\n",
              "PUT /c/live/a.ts HTTP/1.1",
              "Host: x",
              "Content-Length: 10",
              "Expect: 100-continue\r\n\r\n");
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertTrue(readLine(in).startsWith("HTTP/1.1 100 "));
      assertEquals("", readLine(in));
      out.write("half.".getBytes(StandardCharsets.US_ASCII));
      terminate(process);
      terminate(process);
      out.write("whole".getBytes(StandardCharsets.US_ASCII));
      assertTrue(readLine(in).startsWith("HTTP/1.1 200 "));
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
    CommandRun verify = CommandRun.of("", "store", "verify", folder.resolve("data").toString());
    assertEquals(0, verify.status(), verify::toString);
    assertTrue(verify.out().contains("\"damages\":0"), verify.out());
    assertTrue(verify.out().contains("\"objects\":1"), verify.out());
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
