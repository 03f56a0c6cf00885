// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.List;

/**
 * The regions a Version 4A signature is meant for: a list of names and patterns in which a star
 * stands for any text.
 */
final class RegionSet {
  private RegionSet() {}

  /** Tells whether an item of the set fits one of the regions; no regions mean every region. */
  static boolean matches(String set, List<String> regions) {
    for (int from = 0; from <= set.length(); ) {
      int comma = set.indexOf(',', from);
      int to = comma < 0 ? set.length() : comma;
      String item = set.substring(from, to).trim();
      if (!item.isEmpty()
          && (regions.isEmpty() || regions.stream().anyMatch(region -> fits(item, region)))) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  /** Matches greedily and goes back to the last star only, so the work is at most quadratic. */
  private static boolean fits(String pattern, String region) {
    int p = 0;
    int r = 0;
    int star = -1;
    int resume = 0;
    while (r < region.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = r;
      } else if (p < pattern.length() && pattern.charAt(p) == region.charAt(r)) {
        p++;
        r++;
      } else if (star >= 0) {
        p = star + 1;
        r = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
