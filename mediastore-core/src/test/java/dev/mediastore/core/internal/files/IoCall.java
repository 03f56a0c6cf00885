// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

/**
 * One call to the file layer. Immutable.
 *
 * @param index number of calls before it on the same folder object
 * @param kind what was called
 * @param name file it is about, empty for the folder
 * @param position first byte, or 0
 * @param length bytes wanted, or 0
 */
public record IoCall(long index, IoKind kind, String name, long position, long length) {
  @Override
  public String toString() {
    String bytes = length == 0 ? "" : " " + length + " bytes at " + position;
    return "call " + index + " " + kind + (name.isEmpty() ? "" : " " + name) + bytes;
  }
}
