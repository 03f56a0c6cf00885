// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * Why an operation of the origin was refused or failed. Immutable.
 *
 * <p>A caller switches on the code, never on the message. Codes say what happened to the store, not
 * how a protocol answers it: one table in each adapter gives them a status and a wire name.
 *
 * @since 0.1
 */
public enum ErrorCode {
  /** No container of that name or endpoint id exists (any more). */
  CONTAINER_NOT_FOUND,
  /** The name is taken, the container still holds objects, or it is not ACTIVE. */
  CONTAINER_IN_USE,
  /** No object is visible at the path. */
  OBJECT_NOT_FOUND,
  /** A quota is used up; the same request may succeed later. */
  LIMIT_EXCEEDED,
  /** The request itself is malformed; it will never succeed. */
  VALIDATION,
  /** The object is larger than its upload availability permits. */
  OBJECT_TOO_LARGE,
  /** Another operation removed what this one was working on. */
  CONFLICT,
  /** The bytes received are not the bytes that were announced. */
  DIGEST_MISMATCH,
  /** No room for the bytes; reads and deletes still work. */
  STORE_FULL,
  /** The store takes no writes; reads still work. */
  STORE_READ_ONLY,
  /** Stored bytes failed their check and were not handed out. */
  CORRUPT,
  /** The store, writer or lease was closed. */
  CLOSED,
  /** A fault of the store itself. */
  INTERNAL
}
