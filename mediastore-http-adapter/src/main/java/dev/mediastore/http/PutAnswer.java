// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.StorageClass;
import java.nio.charset.StandardCharsets;

/** Answers a completed PutObject: a JSON document, and the entity tag for plain HTTP clients. */
final class PutAnswer {
  private final EntityTags entityTags;

  PutAnswer(EntityTags entityTags) {
    this.entityTags = entityTags;
  }

  void send(Transaction transaction, ObjectMetadata stored) {
    transaction.expires(stored.expiresAt());
    // Hexadecimal digits and a constant: nothing here needs escaping.
    String json =
        "{\"ContentSHA256\":\""
            + stored.sha256()
            + "\",\"ETag\":\""
            + stored.entityTag()
            + "\",\"StorageClass\":\""
            + StorageClass.TEMPORAL
            + "\"}";
    transaction.answer(
        200,
        Headers.of(
            "Content-Type", "application/json", "ETag", entityTags.print(stored.entityTag())),
        ResponseBody.of(json.getBytes(StandardCharsets.US_ASCII)));
  }
}
