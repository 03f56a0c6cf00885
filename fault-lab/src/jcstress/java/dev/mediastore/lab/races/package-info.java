// SPDX-License-Identifier: Apache-2.0
/** Races on what is shared without locks, each with the outcomes that may be seen. */
package dev.mediastore.lab.races;
