// SPDX-License-Identifier: Apache-2.0
/**
 * What an origin tells about its requests, as the original service told it: access logs, metrics,
 * events, and a trail of control-plane calls (contract sections 15 to 17).
 *
 * <p>Everything here listens. It learns of a request after the fact, and whatever it does wrong
 * neither fails nor holds up a request: what is handed on goes through a queue of bounded length,
 * and what does not fit is dropped and counted.
 */
@NullMarked
package dev.mediastore.http.observation;

import org.jspecify.annotations.NullMarked;
