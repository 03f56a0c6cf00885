// SPDX-License-Identifier: Apache-2.0
/** The MediaStore wire contract, independent of the HTTP server that carries it. */
@NullMarked
package dev.mediastore.http;

import org.jspecify.annotations.NullMarked;
