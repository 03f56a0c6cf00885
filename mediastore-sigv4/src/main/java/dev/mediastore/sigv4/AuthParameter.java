// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;

/** The query parameters of a presigned request. */
enum AuthParameter {
  ALGORITHM("X-Amz-Algorithm"),
  CREDENTIAL("X-Amz-Credential"),
  DATE("X-Amz-Date"),
  EXPIRES("X-Amz-Expires"),
  SIGNED_HEADERS("X-Amz-SignedHeaders"),
  SIGNATURE("X-Amz-Signature"),
  SECURITY_TOKEN("X-Amz-Security-Token"),
  CONTENT_SHA256("X-Amz-Content-Sha256"),
  REGION_SET("X-Amz-Region-Set");

  private static final AuthParameter[] ALL = values();

  private final String wireName;

  @SuppressWarnings("ImmutableEnumChecker") // Written once, here.
  private final byte[] wireBytes;

  AuthParameter(String wireName) {
    this.wireName = wireName;
    this.wireBytes = wireName.getBytes(StandardCharsets.US_ASCII);
  }

  String wireName() {
    return wireName;
  }

  /** Returns the bytes of the name as it must be spelt; not to be changed. */
  byte[] wireBytes() {
    return wireBytes;
  }

  /** Tells whether the parameter alone makes a request a presigned one, or a bad one. */
  boolean claimsIdentity() {
    return this != CONTENT_SHA256 && this != REGION_SET;
  }

  static AuthParameter[] all() {
    return ALL;
  }
}
