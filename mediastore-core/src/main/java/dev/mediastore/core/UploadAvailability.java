// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * Whether an object is readable before its upload ends (contract section 10). Immutable.
 *
 * @since 0.1
 */
public enum UploadAvailability {
  /** Readable when completely uploaded; of two uploads the last to complete wins. */
  STANDARD,
  /** Readable from its first bytes on; of two uploads the last to start wins. */
  STREAMING
}
