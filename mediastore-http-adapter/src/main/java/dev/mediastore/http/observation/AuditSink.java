// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import org.slf4j.LoggerFactory;

/**
 * Where entries of the audit trail go. Called by one thread at a time; may be slow, and may throw,
 * which is counted.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AuditSink {

  /** Takes an entry. */
  void write(AuditEntry entry);

  /** Entries as JSON to SLF4J at level INFO, to the logger {@code dev.mediastore.audit}. */
  static AuditSink slf4j() {
    return entry -> LoggerFactory.getLogger("dev.mediastore.audit").info("{}", entry.toJson());
  }
}
