// SPDX-License-Identifier: Apache-2.0
/**
 * What the store driver compares: the project's stores, their peers, and the limits of the machine,
 * each behind the same few operations. One class per engine; {@link
 * dev.mediastore.benchmarks.store.engine.Engines} is the list.
 */
@NullMarked
package dev.mediastore.benchmarks.store.engine;

import org.jspecify.annotations.NullMarked;
