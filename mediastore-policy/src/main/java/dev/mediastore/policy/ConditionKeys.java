// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of condition keys. */
final class ConditionKeys {
  static final String SECURE_TRANSPORT = "aws:securetransport";

  private static final String RESOURCE_TAG = "aws:resourcetag/";
  private static final String SERVICE_RESOURCE_TAG = "mediastore:resourcetag/";

  /** Families of keys that are nothing without a tag's name. */
  private static final Set<String> TAG_FAMILIES =
      Set.of("aws:principaltag", "aws:resourcetag", "aws:requesttag", "mediastore:resourcetag");

  private ConditionKeys() {}

  /**
   * The one name under which a context is asked for a key: folded, and with the service's own
   * prefix of resource tags, which one page of its guide uses, turned into the general one.
   */
  static String canonical(String key) {
    String folded = CaseFolding.fold(key);
    return folded.startsWith(SERVICE_RESOURCE_TAG)
        ? RESOURCE_TAG + folded.substring(SERVICE_RESOURCE_TAG.length())
        : folded;
  }

  /** The single value of a canonical key; null if there is none. */
  static @Nullable String value(String canonicalKey, AuthorizationContext context) {
    return context instanceof MapContext map
        ? map.valueOfFolded(canonicalKey)
        : context.value(canonicalKey);
  }

  /** The values of a canonical key; null if it is absent or single-valued. */
  static @Nullable List<String> values(String canonicalKey, AuthorizationContext context) {
    return context instanceof MapContext map
        ? map.valuesOfFolded(canonicalKey)
        : context.values(canonicalKey);
  }

  /**
   * Whether a key looks like {@code prefix:name}, and a tag key like {@code prefix:family/name}.
   */
  static boolean isWellFormed(String key) {
    int colon = key.indexOf(':');
    if (colon <= 0 || colon == key.length() - 1 || hasBlank(key, 0, colon)) {
      return false;
    }
    int slash = key.indexOf('/', colon);
    int nameEnd = slash < 0 ? key.length() : slash;
    if (nameEnd == colon + 1 || hasBlank(key, colon, nameEnd)) {
      return false;
    }
    boolean tag = TAG_FAMILIES.contains(CaseFolding.fold(key.substring(0, nameEnd)));
    return !tag || nameEnd + 1 < key.length();
  }

  private static boolean hasBlank(String key, int from, int to) {
    return key.substring(from, to).chars().anyMatch(c -> c <= ' ' || Character.isWhitespace(c));
  }
}
