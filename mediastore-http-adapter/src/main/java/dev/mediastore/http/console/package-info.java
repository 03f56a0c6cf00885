// SPDX-License-Identifier: Apache-2.0
/**
 * A page that shows what an origin holds and what arrives in it. Nobody has it who does not put it
 * before the origin, and nobody sees it whom its {@link dev.mediastore.http.console.ConsoleAccess}
 * does not let in.
 */
@NullMarked
package dev.mediastore.http.console;

import org.jspecify.annotations.NullMarked;
