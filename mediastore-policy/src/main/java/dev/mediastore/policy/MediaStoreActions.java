// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The actions of the service (contract section 12.2) and how their names compare. */
final class MediaStoreActions {
  static final String SERVICE = "mediastore";
  static final String PUT_OBJECT = "mediastore:PutObject";

  private static final List<String> KNOWN =
      List.of(
          "mediastore:GetObject",
          PUT_OBJECT,
          "mediastore:DeleteObject",
          "mediastore:DescribeObject",
          "mediastore:ListItems",
          "mediastore:CreateContainer",
          "mediastore:DeleteContainer",
          "mediastore:DescribeContainer",
          "mediastore:ListContainers",
          "mediastore:GetContainerPolicy",
          "mediastore:PutContainerPolicy",
          "mediastore:DeleteContainerPolicy",
          "mediastore:GetCorsPolicy",
          "mediastore:PutCorsPolicy",
          "mediastore:DeleteCorsPolicy",
          "mediastore:GetLifecyclePolicy",
          "mediastore:PutLifecyclePolicy",
          "mediastore:DeleteLifecyclePolicy",
          "mediastore:GetMetricPolicy",
          "mediastore:PutMetricPolicy",
          "mediastore:DeleteMetricPolicy",
          "mediastore:StartAccessLogging",
          "mediastore:StopAccessLogging",
          "mediastore:ListTagsForResource",
          "mediastore:TagResource",
          "mediastore:UntagResource");

  /** So that the usual requests need no new text. */
  private static final Map<String, String> FOLDED =
      KNOWN.stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), CaseFolding::foldAscii));

  private MediaStoreActions() {}

  /** Upper-case ASCII letters as lower-case ones; no other character changes. */
  static String fold(String action) {
    String known = FOLDED.get(action);
    return known == null ? CaseFolding.foldAscii(action) : known;
  }

  static boolean matchesAny(Glob foldedPattern) {
    return FOLDED.values().stream().anyMatch(foldedPattern::matches);
  }
}
