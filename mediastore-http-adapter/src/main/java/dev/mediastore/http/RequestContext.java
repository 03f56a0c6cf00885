// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.Principal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one request (policy section 9). Immutable.
 *
 * <p>A value is made when a policy asks for it: most requests meet policies that ask for one or
 * two. What the request itself tells comes first, so that nobody can replace it.
 *
 * @param secure whether to judge the request as if it came over TLS
 * @param region region of the resource
 * @param resourceAccount owner of the resource
 * @param operationKeys keys of this operation, by {@linkplain AuthorizationContext#foldName folded}
 *     name
 */
record RequestContext(
    Transaction transaction,
    boolean secure,
    Caller caller,
    String region,
    String resourceAccount,
    Map<String, List<String>> operationKeys)
    implements AuthorizationContext {
  private static final String TAG_KEYS = "aws:tagkeys";

  @Override
  public @Nullable String value(String key) {
    String value = requestValue(key);
    if (value == null) {
      value = callerValue(key);
    }
    if (value == null) {
      value = caller.singleKeys().get(key);
    }
    List<String> ofOperation = operationKeys.get(key);
    if (value == null && ofOperation != null && !ofOperation.isEmpty() && !key.equals(TAG_KEYS)) {
      value = ofOperation.get(0);
    }
    // Last, because the embedder may know better.
    return value == null && key.equals("aws:viaawsservice") ? "false" : value;
  }

  @Override
  public @Nullable List<String> values(String key) {
    return key.equals(TAG_KEYS) ? operationKeys.get(key) : caller.multipleKeys().get(key);
  }

  private @Nullable String requestValue(String key) {
    RequestHead head = transaction.head();
    return switch (key) {
      case "aws:securetransport" -> Boolean.toString(secure);
      case "aws:sourceip" -> address(head.peer().getAddress());
      case "aws:referer" -> head.headers().first("Referer");
      case "aws:useragent" -> head.headers().first("User-Agent");
      case "aws:currenttime" -> second().toString();
      case "aws:epochtime" -> Long.toString(second().getEpochSecond());
      case "aws:requestedregion" -> region;
      case "aws:resourceaccount" -> resourceAccount;
      default -> null;
    };
  }

  private @Nullable String callerValue(String key) {
    Principal principal = caller.principal();
    boolean service = principal.kind() == Principal.Kind.SERVICE;
    return switch (key) {
      case "aws:principaltype" -> CallerNames.type(principal);
      case "aws:userid" -> caller.userId();
      case "aws:username" -> caller.userName().orElse(null);
      case "aws:principalarn" -> caller.principalArn();
      case "aws:principalaccount" -> caller.account().orElse(null);
      case "aws:principalisawsservice" -> caller.isAnonymous() ? null : Boolean.toString(service);
      case "aws:principalservicename" -> service ? principal.name() : null;
      case "aws:tokenissuetime" -> caller.tokenIssuedAt().map(Instant::toString).orElse(null);
      default -> null;
    };
  }

  private Instant second() {
    return transaction.receivedAt().truncatedTo(ChronoUnit.SECONDS);
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

  /** The caller only: a referrer may be a shared secret. */
  @Override
  public String toString() {
    return "RequestContext[" + caller + ']';
  }
}
