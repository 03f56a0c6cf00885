// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.servlet.MediaStoreServlet;
import dev.mediastore.http.servlet.ServletLimits;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The contract of hosts over the servlet in Undertow. */
class UndertowHostTest extends HostContract {
  /** Held, or the setting is lost. */
  private static final List<Logger> LOGS =
      List.of(Logger.getLogger("io.undertow"), Logger.getLogger("org.xnio"));

  static {
    LOGS.forEach(log -> log.setLevel(Level.OFF));
  }

  /** Undertow keeps a connection if its body ends in time, so a busy machine gets more of it. */
  private static final ServletLimits LIMITS = new ServletLimits(64 * 1024, Duration.ofSeconds(1));

  @Override
  Host start(RequestHandler handler) throws Exception {
    return host(handler);
  }

  /** Undertow answers old clients in the version that they asked in, which RFC 9110 allows. */
  @Override
  RawClient connect() throws IOException {
    return super.connect().takingOldAnswers();
  }

  /** Undertow makes one blank of several within a value; signatures do the same. */
  @Override
  @Test
  void head_arrives_as_sent() throws Exception {
    try (RawClient client = connect()) {
      String target = "/echo/a%2Fb;x=1/..//%7e?b=2&a=%20+&a";
      Answer answer =
          client
              .send(
                  request(
                      "GET " + target + " HTTP/1.1",
                      "X-Twice: one",
                      "x-odd:   a  b ",
                      "X-Twice: two",
                      "x-empty:"))
              .answer();
      assertEquals(
          "GET "
              + target
              + """
               HTTP_1_1 plain
              host: localhost
              x-empty:\s
              x-odd: a b
              x-twice: one
              x-twice: two
              """,
          answer.text());
    }
  }

  static Host host(RequestHandler handler) throws Exception {
    MediaStoreServlet servlet = new MediaStoreServlet(handler, LIMITS);
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowHostTest.class.getClassLoader())
            .setDeploymentName("mediastore")
            .setContextPath("/")
            .addServlet(
                Servlets.servlet(
                        "mediastore",
                        MediaStoreServlet.class,
                        new ImmediateInstanceFactory<>(servlet))
                    .setAsyncSupported(true)
                    .addMapping("/*"));
    DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
    manager.deploy();
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, InetAddress.getLoopbackAddress().getHostAddress())
            .setIoThreads(2)
            .setWorkerThreads(8)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
            .setHandler(manager.start())
            .build();
    server.start();
    return new Host() {
      @Override
      public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
      }

      @Override
      public void close() throws Exception {
        server.stop();
        manager.stop();
        manager.undeploy();
      }
    };
  }
}
