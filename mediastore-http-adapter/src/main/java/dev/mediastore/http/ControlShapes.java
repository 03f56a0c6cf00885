// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static dev.mediastore.http.Shape.Member.optional;
import static dev.mediastore.http.Shape.Member.required;

import dev.mediastore.http.Shape.ListOf;
import dev.mediastore.http.Shape.Member;
import dev.mediastore.http.Shape.OneOf;
import dev.mediastore.http.Shape.Structure;
import dev.mediastore.http.Shape.Text;
import dev.mediastore.http.Shape.Whole;

/**
 * The requests of the control plane and what their members may hold: contract sections 4 and 5.
 *
 * <p>The CORS policy is missing here: its constraints are checked where its meaning is, in {@link
 * CorsDocument}.
 */
final class ControlShapes {
  private static final String LATIN_1 = "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
  private static final String TAG_CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";

  private static final Member CONTAINER_NAME =
      required("ContainerName", new Text(1, 255, "[\\w-]+"));

  /**
   * The pattern of the model, extended to partitions and regions that are spelled differently, such
   * as {@code aws-us-gov} and {@code us-gov-west-1}.
   */
  private static final Member RESOURCE =
      required(
          "Resource",
          new Text(
              1,
              1024,
              "arn:[a-z][a-z0-9-]{0,31}:mediastore:[a-z]{2,}(-[a-z0-9]+)+:\\d{12}"
                  + ":container/[\\w-]{1,255}"));

  private static final Text TAG_KEY = new Text(1, 128, TAG_CHARACTERS);

  private static final Structure TAG =
      Structure.of(required("Key", TAG_KEY), optional("Value", new Text(0, 256, TAG_CHARACTERS)));

  private static final Structure METRIC_POLICY_RULE =
      Structure.of(
          required(
              "ObjectGroup",
              new Text(
                  1,
                  900,
                  "/?(?:[A-Za-z0-9_=:\\.\\-\\~\\*]+/){0,10}(?:[A-Za-z0-9_=:\\.\\-\\~\\*]+)?/?")),
          required("ObjectGroupName", new Text(1, 30, "[a-zA-Z0-9_]+")));

  static final Structure CONTAINER_ONLY = Structure.of(CONTAINER_NAME);

  /** An empty list of tags is sent by Terraform for a container without any. */
  static final Structure CREATE_CONTAINER =
      Structure.of(CONTAINER_NAME, optional("Tags", new ListOf(0, 200, TAG)));

  static final Structure LIST_CONTAINERS =
      Structure.of(
          optional("NextToken", new Text(1, 1024, "[0-9A-Za-z=/+]+")),
          optional("MaxResults", new Whole(1, 100)));

  static final Structure PUT_CONTAINER_POLICY =
      Structure.of(CONTAINER_NAME, required("Policy", new Text(1, 8192, "[\\x00-\\x7F]+")));

  /** The least length is the model's; its pattern refuses the empty text all the same. */
  static final Structure PUT_LIFECYCLE_POLICY =
      Structure.of(CONTAINER_NAME, required("LifecyclePolicy", new Text(0, 8192, LATIN_1)));

  static final Structure PUT_METRIC_POLICY =
      Structure.of(
          CONTAINER_NAME,
          required(
              "MetricPolicy",
              Structure.of(
                  required("ContainerLevelMetrics", OneOf.of("ENABLED", "DISABLED")),
                  optional("MetricPolicyRules", new ListOf(1, 300, METRIC_POLICY_RULE)))));

  static final Structure PUT_CORS_POLICY =
      Structure.of(CONTAINER_NAME, required("CorsPolicy", new Shape.Elsewhere()));

  static final Structure TAG_RESOURCE =
      Structure.of(RESOURCE, required("Tags", new ListOf(1, 200, TAG)));

  static final Structure UNTAG_RESOURCE =
      Structure.of(RESOURCE, required("TagKeys", new ListOf(0, Integer.MAX_VALUE, TAG_KEY)));

  static final Structure RESOURCE_ONLY = Structure.of(RESOURCE);

  private ControlShapes() {}
}
