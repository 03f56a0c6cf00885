// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.ContainerStatus;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.LifecycleRule;
import dev.mediastore.core.StoredDocument;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a catalogue keeps about one container. Immutable; changed by replacing it whole.
 *
 * @param id identity, never reused
 * @param arn resource name, unique among living containers
 * @param createdAt when it was made
 * @param status status as last written; passing time may have moved it on
 * @param statusSince when that status was written
 * @param accessLogging whether its requests are logged
 * @param tags tags in key order
 * @param documents the documents it holds
 * @param lifecycleRules the lifecycle policy among them as rules, empty if there is none
 * @param revision 1 when made, one higher with each replacement
 * @since 0.1
 */
public record ContainerRecord(
    ContainerId id,
    ContainerArn arn,
    Instant createdAt,
    ContainerStatus status,
    Instant statusSince,
    boolean accessLogging,
    Map<String, String> tags,
    Map<DocumentKind, StoredDocument> documents,
    List<LifecycleRule> lifecycleRules,
    long revision) {

  /** Copies the collections. */
  public ContainerRecord {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    EnumMap<DocumentKind, StoredDocument> copy = new EnumMap<>(DocumentKind.class);
    copy.putAll(documents);
    documents = Collections.unmodifiableMap(copy);
    lifecycleRules = List.copyOf(lifecycleRules);
    if (revision < 1) {
      throw new IllegalArgumentException("revision must be at least 1, was " + revision);
    }
  }

  /**
   * Returns the record with another status and the next revision.
   *
   * @param next the status
   * @param since when it begins
   * @return a record that can replace this one
   */
  public ContainerRecord withStatus(ContainerStatus next, Instant since) {
    return new ContainerRecord(
        id,
        arn,
        createdAt,
        next,
        since,
        accessLogging,
        tags,
        documents,
        lifecycleRules,
        revision + 1);
  }

  /**
   * Returns the record with access logging switched and the next revision.
   *
   * @param on whether requests are logged
   * @return a record that can replace this one
   */
  public ContainerRecord withAccessLogging(boolean on) {
    return new ContainerRecord(
        id, arn, createdAt, status, statusSince, on, tags, documents, lifecycleRules, revision + 1);
  }

  /**
   * Returns the record with other tags and the next revision.
   *
   * @param next all tags
   * @return a record that can replace this one
   */
  public ContainerRecord withTags(Map<String, String> next) {
    return new ContainerRecord(
        id,
        arn,
        createdAt,
        status,
        statusSince,
        accessLogging,
        next,
        documents,
        lifecycleRules,
        revision + 1);
  }

  /**
   * Returns the record with other documents and the next revision.
   *
   * @param next all documents
   * @param rules the lifecycle policy among them as rules
   * @return a record that can replace this one
   */
  public ContainerRecord withDocuments(
      Map<DocumentKind, StoredDocument> next, List<LifecycleRule> rules) {
    return new ContainerRecord(
        id, arn, createdAt, status, statusSince, accessLogging, tags, next, rules, revision + 1);
  }
}
