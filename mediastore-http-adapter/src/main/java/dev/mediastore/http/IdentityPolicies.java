// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.FolderPath;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyRules;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Identity policies for the usual roles around an origin, each as narrow as the role allows.
 *
 * @since 0.1
 */
public final class IdentityPolicies {
  private static final PolicyDocument EVERYTHING =
      policy(statement("Everything", "[\"mediastore:*\"]", "*"));

  private IdentityPolicies() {}

  /** Everything in the caller's account: an administrator. */
  public static PolicyDocument everything() {
    return EVERYTHING;
  }

  /**
   * Puts, replaces and deletes objects below a folder and lists it, but does not read: an encoder.
   *
   * @param container the container
   * @param folder the folder, for example {@code live/channel1}; empty for the whole container
   */
  public static PolicyDocument uploader(ContainerArn container, String folder) {
    return policy(
        statement("Upload", actions("PutObject", "DeleteObject"), below(container, folder)),
        statement("List", actions("ListItems"), listed(container, folder)));
  }

  /**
   * Reads objects below a folder and lists it: a packager or a monitoring probe.
   *
   * @param container the container
   * @param folder the folder; empty for the whole container
   */
  public static PolicyDocument reader(ContainerArn container, String folder) {
    return policy(
        statement("Read", actions("GetObject", "DescribeObject"), below(container, folder)),
        statement("List", actions("ListItems"), listed(container, folder)));
  }

  /**
   * Manages the containers of an account in a region and their documents without any access to
   * objects: an operator.
   *
   * @param anyContainer names partition, region and account; its container name does not matter
   */
  public static PolicyDocument operator(ContainerArn anyContainer) {
    String prefix = anyContainer.toString();
    String all = prefix.substring(0, prefix.lastIndexOf('/') + 1) + '*';
    String manage =
        actions(
            "DescribeContainer",
            "DeleteContainer",
            "*Policy",
            "*AccessLogging",
            "TagResource",
            "UntagResource",
            "ListTagsForResource");
    return policy(
        statement("Manage", manage, all),
        statement("Create", actions("CreateContainer", "ListContainers"), "*"));
  }

  private static String below(ContainerArn container, String folder) {
    FolderPath path = FolderPath.of(folder);
    return container + "/" + (path.isRoot() ? "" : path.value() + '/') + '*';
  }

  private static String listed(ContainerArn container, String folder) {
    FolderPath path = FolderPath.of(folder);
    return path.isRoot()
        ? container + "/*"
        : container + "/" + path.value() + "\",\"" + below(container, folder);
  }

  private static String actions(String... names) {
    return Arrays.stream(names)
        .map(name -> "\"mediastore:" + name + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String statement(String sid, String actions, String resources) {
    return "{\"Sid\":\""
        + sid
        + "\",\"Effect\":\"Allow\",\"Action\":"
        + actions
        + ",\"Resource\":[\""
        + resources
        + "\"]}";
  }

  private static PolicyDocument policy(String... statements) {
    return PolicyDocument.parse(
        "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}",
        PolicyRules.identityPolicy());
  }
}
