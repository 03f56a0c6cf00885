// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/** Writes the path of a request in canonical form. */
final class CanonicalPath {
  private CanonicalPath() {}

  static void write(String rawPath, PathRules rules, CanonicalBuffer out) throws Refusal {
    String path = CanonicalBuffer.narrow(rawPath);
    if (rules == PathRules.S3) {
      writeAsIs(path, out);
    } else {
      writeNormalized(path, out);
    }
  }

  private static void writeAsIs(String path, CanonicalBuffer out) throws Refusal {
    if (path.isEmpty()) {
      out.append('/');
    } else {
      out.appendReencoded(path, 0, path.length(), true);
    }
  }

  /**
   * Drops empty and {@code .} segments, lets {@code ..} take its predecessor away, and keeps a
   * slash at the end: the way the SDKs sign, which is not quite RFC 3986 section 5.2.4.
   */
  private static void writeNormalized(String path, CanonicalBuffer out) throws Refusal {
    int root = out.length();
    int end = path.length();
    for (int from = 0; from < end; ) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? end : slash;
      if (isParent(path, from, to)) {
        removeLastSegment(root, out);
      } else if (!isEmptyOrDot(path, from, to)) {
        out.append('/');
        out.appendEncoded(path, from, to);
      }
      from = to + 1;
    }
    if (out.length() == root || path.charAt(end - 1) == '/') {
      out.append('/');
    }
  }

  private static void removeLastSegment(int root, CanonicalBuffer out) {
    int length = out.length();
    while (length > root) {
      length--;
      if (out.at(length) == '/') {
        break;
      }
    }
    out.truncate(length);
  }

  private static boolean isEmptyOrDot(String path, int from, int to) {
    return from == to || (to - from == 1 && path.charAt(from) == '.');
  }

  private static boolean isParent(String path, int from, int to) {
    return to - from == 2 && path.charAt(from) == '.' && path.charAt(from + 1) == '.';
  }
}
