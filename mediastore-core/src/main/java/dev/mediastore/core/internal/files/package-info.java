// SPDX-License-Identifier: Apache-2.0
/**
 * The only way from the store to files: a narrow layer with one implementation for real folders.
 * Tests put others beneath the store, which lose, tear and refuse what a real disk may.
 */
@NullMarked
package dev.mediastore.core.internal.files;

import org.jspecify.annotations.NullMarked;
