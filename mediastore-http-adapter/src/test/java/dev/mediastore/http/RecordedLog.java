// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The log of all tests of this module, at every level for our own code: what a test has to know is
 * not what is printed, but what could have been. Warnings of all others are printed as usual. Named
 * to SLF4J by a system property of the build.
 */
public final class RecordedLog implements SLF4JServiceProvider {
  private static final int MAX_LINES = 20_000;
  private static final ConcurrentLinkedDeque<String> LINES = new ConcurrentLinkedDeque<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ILoggerFactory loggers = new Loggers();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new BasicMDCAdapter();

  /** Made by SLF4J. */
  public RecordedLog() {}

  /** What our own code has logged since the last {@link #clear}, oldest first, stack traces too. */
  public static List<String> lines() {
    return List.copyOf(LINES);
  }

  /** Forgets everything. */
  public static void clear() {
    LINES.clear();
    COUNT.set(0);
  }

  private static void add(String line) {
    LINES.add(line);
    if (COUNT.incrementAndGet() > MAX_LINES) {
      LINES.poll();
      COUNT.decrementAndGet();
    }
  }

  private static final class Loggers implements ILoggerFactory {
    private final Map<String, Logger> known = new ConcurrentHashMap<>();

    @Override
    public Logger getLogger(String name) {
      return known.computeIfAbsent(name, Recorder::new);
    }
  }

  private static final class Recorder extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final boolean ours;

    Recorder(String name) {
      this.name = name;
      this.ours = name.startsWith("dev.mediastore.");
    }

    @Override
    public boolean isTraceEnabled() {
      return ours;
    }

    @Override
    public boolean isDebugEnabled() {
      return ours;
    }

    @Override
    public boolean isInfoEnabled() {
      return ours;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
      String text = MessageFormatter.basicArrayFormat(pattern, arguments);
      if (ours) {
        add(level + " " + name + " " + text + (thrown == null ? "" : " " + thrown));
      } else {
        System.err.println(level + " " + name + " " + text);
      }
    }
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {
    // Everything is there from the start.
  }
}
