// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections of Undertow, which by itself ends an answer that failed as if it were whole,
 * and reads what is left of a body, however long, in a thread that waits for it (seen in 2.3.26).
 *
 * <p>The Servlet API has no word for closing, and Undertow is not on the class path of everyone; so
 * its public methods are looked up by name.
 */
final class UndertowConnection {
  private static final Logger LOG = LoggerFactory.getLogger(UndertowConnection.class);

  private UndertowConnection() {}

  /** Whether {@code request} is one of Undertow's, or wraps one. */
  static boolean carries(ServletRequest request) {
    return unwrapped(request).getClass().getName().startsWith("io.undertow.");
  }

  /** Closes the connection, or with HTTP/2 resets the stream. */
  static void close(ServletRequest request) {
    try {
      Object exchange = call(unwrapped(request), "getExchange");
      ((Closeable) call(exchange, "getConnection")).close();
    } catch (ReflectiveOperationException | ClassCastException e) {
      LOG.warn("connection not closed: this Undertow is not known", e);
    } catch (IOException e) {
      LOG.debug("connection was broken already: {}", e.toString());
    }
  }

  private static Object call(Object on, String method) throws ReflectiveOperationException {
    return on.getClass().getMethod(method).invoke(on);
  }

  private static ServletRequest unwrapped(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner;
  }
}
