// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells about refused requests: one line in the log for each, and an explanation to whom the
 * embedder chose. Safe for any thread. Nothing that goes wrong here changes an answer.
 */
final class Explainer {
  /** Explanations logged in a second; a flood of bad requests must not become one of long lines. */
  static final int LOGGED_PER_SECOND = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Explainer.class);

  private final Explanations mode;
  private final Object lock = new Object();
  private long second;
  private int loggedInSecond;
  private long unexplained;

  Explainer(Explanations mode) {
    this.mode = mode;
  }

  /**
   * Writes the line about a refused request.
   *
   * @return why it was refused as the log says it, or null if the log does not explain it
   */
  @Nullable String refused(String requestId, ServiceException refusal, Instant at) {
    RefusalReport report =
        mode == Explanations.LOGGED && LOG.isInfoEnabled() && refusal.isExplained() && mayLog(at)
            ? report(requestId, refusal)
            : null;
    if (report != null) {
      String line = report.line();
      LOG.info(
          "request {} refused: {}: {}{}", requestId, refusal.error(), line, unexplainedBefore());
      return line;
    }
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "request {} refused: {}: {}", requestId, refusal.error(), LogText.line(refusal.detail()));
    }
    return null;
  }

  /** What the client is told beyond the message; null for nothing. */
  @Nullable RefusalReport answered(String requestId, ServiceException refusal) {
    return mode == Explanations.ANSWERED && refusal.isExplained()
        ? report(requestId, refusal)
        : null;
  }

  private static @Nullable RefusalReport report(String requestId, ServiceException refusal) {
    try {
      return refusal.report();
    } catch (RuntimeException e) {
      // The kind only: a message might quote what must not be told.
      LOG.warn("request {} cannot be explained: {}", requestId, e.getClass().getName());
      return null;
    }
  }

  private boolean mayLog(Instant at) {
    synchronized (lock) {
      if (at.getEpochSecond() != second) {
        second = at.getEpochSecond();
        loggedInSecond = 0;
      }
      if (loggedInSecond < LOGGED_PER_SECOND) {
        loggedInSecond++;
        return true;
      }
      unexplained++;
      return false;
    }
  }

  private String unexplainedBefore() {
    synchronized (lock) {
      String text = unexplained == 0 ? "" : " (" + unexplained + " refusals before unexplained)";
      unexplained = 0;
      return text;
    }
  }
}
