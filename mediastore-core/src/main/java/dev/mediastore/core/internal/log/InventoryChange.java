// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

/** Lists the files there are, before some that are not listed any more are deleted. */
final class InventoryChange extends LogChange {
  InventoryChange(byte[] inventory) {
    super(RecordKind.FILES, new byte[0], inventory);
  }

  @Override
  protected boolean mustBeDurable() {
    return true;
  }

  @Override
  protected void apply(long order, RecordPlace place) {
    // What is in the store is the same as before.
  }
}
