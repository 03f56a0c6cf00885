// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/** Requests about the container {@code live} with which nothing is wrong, in single quotes. */
final class SampleRequests {
  static final String ARN = "arn:aws:mediastore:us-west-2:111122223333:container/live";

  private SampleRequests() {}

  static String right(ControlOperation operation) {
    return switch (operation) {
      case LIST_CONTAINERS -> "{}";
      case TAG_RESOURCE -> "{'Resource':'" + ARN + "','Tags':[{'Key':'env','Value':'test'}]}";
      case UNTAG_RESOURCE -> "{'Resource':'" + ARN + "','TagKeys':['env']}";
      case LIST_TAGS_FOR_RESOURCE -> "{'Resource':'" + ARN + "'}";
      case PUT_CONTAINER_POLICY -> put("Policy", "'" + escaped(readPolicy()) + "'");
      case PUT_LIFECYCLE_POLICY -> put("LifecyclePolicy", "'" + escaped(lifecycle()) + "'");
      case PUT_CORS_POLICY ->
          put("CorsPolicy", "[{'AllowedOrigins':['https://a.test'],'AllowedHeaders':[]}]");
      case PUT_METRIC_POLICY -> put("MetricPolicy", "{'ContainerLevelMetrics':'ENABLED'}");
      default -> "{'ContainerName':'live'}";
    };
  }

  static String put(String member, String value) {
    return "{'ContainerName':'live','" + member + "':" + value + "}";
  }

  /** JSON as the content of a JSON string. */
  static String escaped(String json) {
    return json.replace("'", "\"").replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String readPolicy() {
    return "{'Version':'2012-10-17','Statement':[{'Sid':'Read','Effect':'Allow',"
        + "'Principal':{'AWS':'arn:aws:iam::444455556666:root'},'Action':'mediastore:GetObject',"
        + "'Resource':'"
        + ARN
        + "/*'}]}";
  }

  private static String lifecycle() {
    return "{'rules':[{'definition':{'path':[{'prefix':'live/'}],"
        + "'days_since_create':[{'numeric':['>',5]}]},'action':'EXPIRE'}]}";
  }
}
