// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.hosts.RawClient.Answer;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A whole origin behind Netty. */
class NettyOriginTest extends OriginContract {

  @Override
  Host.Kind kind() {
    return NettyHostTest::host;
  }

  /** With {@code -http_persistent 1} ffmpeg does not wait for answers, and hangs up in the end. */
  @Test
  void ffmpeg_pipeliningAndHangingUpWithoutReading_losesNothing() throws Exception {
    List<String> requests = captured("hls-put-persistent");
    TreeSet<String> targets = new TreeSet<>();
    try (RawClient client = connect()) {
      for (String request : requests) {
        targets.add("/unread" + request.split(" ", 3)[1]);
        client.send(
            request
                .replaceFirst(" /", " /unread/")
                .replaceFirst("Host: [^\r]*", "Host: open.test"));
      }
    }
    for (String target : targets) {
      HostContract.assertEventually(() -> status(target) == 200, target);
    }
    assertEquals(4, targets.size());
  }

  private int status(String target) {
    try (RawClient client = connect()) {
      Answer answer = client.send(Origin.open("GET " + target)).answer();
      return answer.status();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
