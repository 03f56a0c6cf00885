// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

/** What a file system can answer instead of doing as it was told. */
public enum Fault {
  EIO("Input/output error"),
  ENOSPC("No space left on device"),
  EDQUOT("Disk quota exceeded"),
  EFBIG("File too large"),
  EROFS("Read-only file system"),
  EMFILE("Too many open files"),
  EACCES("Permission denied"),
  /** A read or write does about half; other calls are not disturbed. */
  SHORT("short transfer"),
  /** A read or write does nothing and reports no error; other calls are not disturbed. */
  ZERO("no progress");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  /** Whether the call throws. */
  public boolean isError() {
    return this != SHORT && this != ZERO;
  }

  InjectedFault exception(IoCall call) {
    return new InjectedFault(this, text + " (injected at " + call + ")");
  }
}
