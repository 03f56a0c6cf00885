// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.servlet.MediaStoreServlet;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The contract of hosts over the servlet in Undertow. */
class UndertowHostTest extends HostContract {

  @Override
  Host start(RequestHandler handler) throws Exception {
    return host(handler);
  }

  static Host host(RequestHandler handler) throws Exception {
    MediaStoreServlet servlet = new MediaStoreServlet(handler, JettyHostTest.LIMITS);
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
            .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
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
