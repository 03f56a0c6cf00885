// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private static final List<String> FOLDED = KNOWN.stream().map(Ascii::fold).toList();

  /** The number of each known action under its usual name. */
  private static final Map<String, Integer> NUMBERS = numbers();

  private MediaStoreActions() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < KNOWN.size(); i++) {
      numbers.put(KNOWN.get(i), i);
      numbers.put(FOLDED.get(i), i);
    }
    return numbers;
  }

  /** The number of a known action in its usual spelling or in lower case, else -1. */
  static int number(String action) {
    return NUMBERS.getOrDefault(action, -1);
  }

  /** How many actions there are; their numbers are below it. */
  static int count() {
    return KNOWN.size();
  }

  /** The known actions that a pattern of lower-case text matches: bit n for the action number n. */
  static long matching(Glob pattern) {
    long numbers = 0;
    for (int i = 0; i < FOLDED.size(); i++) {
      if (pattern.matches(FOLDED.get(i))) {
        numbers |= 1L << i;
      }
    }
    return numbers;
  }
}
