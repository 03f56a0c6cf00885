// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import dev.mediastore.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the console. Called by any thread, for each request; must not wait for anything.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ConsoleAccess {

  /**
   * Whether a request is let in.
   *
   * @param head as the client sent it
   * @return false to ask the client for a token; an exception refuses as well
   */
  boolean admits(RequestHead head);

  /**
   * Whoever knows a token: as {@code Authorization: Bearer TOKEN}, or as the password of {@code
   * Basic}, which is what browsers ask for. Compared in a time that does not depend on where they
   * differ. Over plain HTTP anybody on the way can read it.
   *
   * @param token at least 16 characters
   * @return the decision
   */
  static ConsoleAccess token(String token) {
    if (Objects.requireNonNull(token, "token").length() < 16) {
      throw new IllegalArgumentException("a token must have at least 16 characters");
    }
    byte[] expected = token.getBytes(StandardCharsets.UTF_8);
    return head -> {
      String given = given(head.headers().first("Authorization"));
      return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static String given(@Nullable String authorization) {
    if (authorization == null) {
      return "";
    }
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return authorization.substring(7).strip();
    }
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return "";
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
