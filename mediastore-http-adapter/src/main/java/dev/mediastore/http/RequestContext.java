// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.Principal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The condition keys that every request has (policy section 9). */
final class RequestContext {
  private RequestContext() {}

  /**
   * Starts the context of one request.
   *
   * @param secure whether to judge the request as if it came over TLS
   * @param region region of the resource
   * @param resourceAccount owner of the resource
   */
  static AuthorizationContext.Builder of(
      Transaction transaction,
      boolean secure,
      Caller caller,
      String region,
      String resourceAccount) {
    RequestHead head = transaction.head();
    Instant second = transaction.receivedAt().truncatedTo(ChronoUnit.SECONDS);
    Principal principal = caller.principal();
    AuthorizationContext.Builder context =
        AuthorizationContext.builder()
            .put("aws:SecureTransport", Boolean.toString(secure))
            .put("aws:SourceIp", address(head.peer().getAddress()))
            .putIfPresent("aws:Referer", head.headers().first("Referer"))
            .putIfPresent("aws:UserAgent", head.headers().first("User-Agent"))
            .put("aws:CurrentTime", second.toString())
            .put("aws:EpochTime", Long.toString(second.getEpochSecond()))
            .put("aws:RequestedRegion", region)
            .put("aws:ResourceAccount", resourceAccount)
            .put("aws:PrincipalType", CallerNames.type(principal))
            .put("aws:userid", caller.userId())
            .putIfPresent("aws:username", caller.userName().orElse(null))
            .putIfPresent("aws:PrincipalArn", CallerNames.arn(principal))
            .putIfPresent("aws:PrincipalAccount", caller.account().orElse(null));
    if (!caller.isAnonymous()) {
      boolean service = principal.kind() == Principal.Kind.SERVICE;
      context.put("aws:PrincipalIsAWSService", Boolean.toString(service));
      if (service) {
        context.put("aws:PrincipalServiceName", principal.name());
      }
    }
    caller.tokenIssuedAt().ifPresent(at -> context.put("aws:TokenIssueTime", at.toString()));
    caller.tags().forEach((name, value) -> context.put("aws:PrincipalTag/" + name, value));
    caller.contextKeys().forEach(context::put);
    // Last, because the first value of a key counts and the embedder may know better.
    return context.put("aws:ViaAWSService", "false");
  }

  /** The address as policies write it: an IPv4 address however it was carried, and no zone. */
  private static String address(InetAddress address) {
    if (address instanceof Inet6Address) {
      byte[] octets = address.getAddress();
      StringBuilder text = new StringBuilder(39);
      for (int i = 0; i < octets.length; i += 2) {
        int group = (octets[i] & 0xFF) << 8 | (octets[i + 1] & 0xFF);
        text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
      }
      return text.toString();
    }
    return address.getHostAddress();
  }
}
