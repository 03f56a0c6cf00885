// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/**
 * Writes the signed headers of a request and their list, and notes which header lines they cover.
 * The list must be lower-case, ascending and without repetition; a name without a header line is
 * refused, never taken for an empty value.
 */
final class SignedHeaderWriter {
  private final int limit;

  SignedHeaderWriter(int limit) {
    this.limit = limit;
  }

  void write(RequestView request, HeaderLines lines, Claim claim, CanonicalBuffer out)
      throws Refusal {
    String list = claim.signedHeaders;
    int count = 0;
    int previous = -1;
    int previousEnd = -1;
    for (int from = claim.signedFrom; from <= claim.signedTo; ) {
      int to = nameEnd(list, from, claim.signedTo);
      if (++count > limit) {
        throw new Refusal(SigV4Error.LIMIT_EXCEEDED, "SignedHeaders has too many names");
      }
      if (previous >= 0 && !isAscending(list, previous, previousEnd, from, to)) {
        throw refuse("SignedHeaders must be in ascending order and name each header once");
      }
      writeHeader(request, lines, list, from, to, out);
      previous = from;
      previousEnd = to;
      from = to + 1;
    }
    out.append('\n');
    out.append(list, claim.signedFrom, claim.signedTo);
    out.append('\n');
  }

  private static int nameEnd(String list, int from, int end) throws Refusal {
    int i = from;
    while (i < end && list.charAt(i) != ';') {
      char c = list.charAt(i++);
      if (c <= ' ' || c >= 0x7f || (c >= 'A' && c <= 'Z')) {
        throw refuse("SignedHeaders must hold lower-case header names with semicolons between");
      }
    }
    if (i == from) {
      throw refuse("SignedHeaders holds an empty name");
    }
    return i;
  }

  private static boolean isAscending(String list, int a, int aEnd, int b, int bEnd) {
    int shorter = Math.min(aEnd - a, bEnd - b);
    for (int i = 0; i < shorter; i++) {
      int difference = list.charAt(b + i) - list.charAt(a + i);
      if (difference != 0) {
        return difference > 0;
      }
    }
    return bEnd - b > aEnd - a;
  }

  private static void writeHeader(
      RequestView request, HeaderLines lines, String list, int from, int to, CanonicalBuffer out)
      throws Refusal {
    out.append(list, from, to);
    out.append(':');
    boolean found = false;
    for (int i = 0; i < lines.count(); i++) {
      String name = lines.name(i);
      if (name.length() == to - from && HeaderNames.regionEqual(list, from, name, to - from)) {
        if (found) {
          out.append(',');
        }
        out.appendFolded(request.headerValue(i));
        lines.cover(i);
        found = true;
      }
    }
    if (!found) {
      int alias = lines.aliasOf(list, from, to);
      if (alias == HeaderLines.ABSENT) {
        throw refuse(
            "The signed header "
                + PublicText.of(list.substring(from, to))
                + " is not in the"
                + " request");
      }
      out.appendFolded(request.headerValue(alias));
      lines.cover(alias);
    }
    out.append('\n');
  }

  private static Refusal refuse(String message) {
    return new Refusal(SigV4Error.SIGNED_HEADERS, message);
  }
}
