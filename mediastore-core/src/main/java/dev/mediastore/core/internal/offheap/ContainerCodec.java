// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.ContainerStatus;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.LifecycleRule;
import dev.mediastore.core.PathPattern;
import dev.mediastore.core.StoredDocument;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of a container's record in the log. Enumerations stand there by name. */
final class ContainerCodec {
  private static final int VERSION = 1;

  private ContainerCodec() {}

  static byte[] encode(ContainerRecord record) {
    ByteWriter bytes = new ByteWriter();
    bytes.put(VERSION);
    bytes.putText(record.id().value());
    bytes.putText(record.arn().partition());
    bytes.putText(record.arn().region());
    bytes.putText(record.arn().account());
    bytes.putText(record.arn().name());
    putInstant(bytes, record.createdAt());
    bytes.putText(record.status().name());
    putInstant(bytes, record.statusSince());
    bytes.put(record.accessLogging() ? 1 : 0);
    bytes.putNumber(record.tags().size());
    record
        .tags()
        .forEach(
            (key, value) -> {
              bytes.putText(key);
              bytes.putText(value);
            });
    bytes.putNumber(record.documents().size());
    record
        .documents()
        .forEach(
            (kind, document) -> {
              bytes.putText(kind.name());
              bytes.putText(document.text());
              bytes.putNumber(document.revision());
            });
    bytes.putNumber(record.lifecycleRules().size());
    record.lifecycleRules().forEach(rule -> putRule(bytes, rule));
    bytes.putNumber(record.revision());
    return bytes.toBytes();
  }

  private static void putInstant(ByteWriter bytes, Instant instant) {
    bytes.putSigned(instant.getEpochSecond());
    bytes.putNumber(instant.getNano());
  }

  private static void putRule(ByteWriter bytes, LifecycleRule rule) {
    bytes.putNumber(rule.paths().size());
    for (PathPattern path : rule.paths()) {
      bytes.putText(path.kind().name());
      bytes.putText(path.text());
    }
    bytes.putText(rule.unit().name());
    bytes.putText(rule.comparison().name());
    bytes.putNumber(rule.threshold());
    bytes.putText(rule.action().name());
  }

  static ContainerRecord decode(byte[] value) {
    ByteReader bytes = new ByteReader(value, value.length);
    int version = bytes.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("container record of version " + version);
    }
    ContainerId id = new ContainerId(bytes.requiredText());
    ContainerArn arn =
        new ContainerArn(
            bytes.requiredText(), bytes.requiredText(), bytes.requiredText(), bytes.requiredText());
    Instant createdAt = instant(bytes);
    ContainerStatus status = ContainerStatus.valueOf(bytes.requiredText());
    Instant statusSince = instant(bytes);
    boolean accessLogging = bytes.get() == 1;
    Map<String, String> tags = new TreeMap<>();
    for (long i = bytes.number(); i > 0; i--) {
      tags.put(bytes.requiredText(), bytes.requiredText());
    }
    Map<DocumentKind, StoredDocument> documents = new EnumMap<>(DocumentKind.class);
    for (long i = bytes.number(); i > 0; i--) {
      documents.put(
          DocumentKind.valueOf(bytes.requiredText()),
          new StoredDocument(bytes.requiredText(), bytes.number()));
    }
    List<LifecycleRule> rules = new ArrayList<>();
    for (long i = bytes.number(); i > 0; i--) {
      rules.add(rule(bytes));
    }
    return new ContainerRecord(
        id,
        arn,
        createdAt,
        status,
        statusSince,
        accessLogging,
        tags,
        documents,
        rules,
        bytes.number());
  }

  private static Instant instant(ByteReader bytes) {
    return Instant.ofEpochSecond(bytes.signed(), bytes.number());
  }

  private static LifecycleRule rule(ByteReader bytes) {
    List<PathPattern> paths = new ArrayList<>();
    for (long i = bytes.number(); i > 0; i--) {
      PathPattern.Kind kind = PathPattern.Kind.valueOf(bytes.requiredText());
      String text = bytes.requiredText();
      paths.add(
          kind == PathPattern.Kind.PREFIX ? PathPattern.prefix(text) : PathPattern.wildcard(text));
    }
    return new LifecycleRule(
        paths,
        LifecycleRule.AgeUnit.valueOf(bytes.requiredText()),
        LifecycleRule.Comparison.valueOf(bytes.requiredText()),
        (int) bytes.number(),
        LifecycleRule.Action.valueOf(bytes.requiredText()));
  }
}
