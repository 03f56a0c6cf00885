// SPDX-License-Identifier: Apache-2.0
/** What the verification of signatures costs, beside the signers of AWS. */
@NullMarked
package dev.mediastore.benchmarks.sigv4;

import org.jspecify.annotations.NullMarked;
