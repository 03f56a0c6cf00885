// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Verifications waiting to be used again. A thread takes from the slot its number falls on and puts
 * back there; an empty slot costs a new one. Unlike thread-locals this stays small with many
 * threads and leaves nothing behind when the verifier goes. Safe for any thread.
 */
final class VerificationPool {
  private final Supplier<Verification> factory;
  private final AtomicReferenceArray<Verification> slots;

  VerificationPool(int size, Supplier<Verification> factory) {
    this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(1, size - 1)) * 2);
    this.factory = factory;
  }

  SignatureResult verify(RequestView request) {
    int slot = slot();
    Verification verification = slots.getAndSet(slot, null);
    if (verification == null) {
      verification = factory.get();
    }
    SignatureResult result = verification.verify(request);
    slots.lazySet(slot, verification);
    return result;
  }

  @SuppressWarnings("deprecation") // Thread.threadId() came with a later release.
  private int slot() {
    long mixed = Thread.currentThread().getId() * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 40) & (slots.length() - 1);
  }
}
