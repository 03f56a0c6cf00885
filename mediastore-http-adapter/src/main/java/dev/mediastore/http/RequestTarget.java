// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request target taken apart, and its path decoded: the only place that does either. Immutable.
 *
 * <p>Signatures are verified over {@link #rawPath} and {@link #rawQuery}; everything else (routing,
 * authorisation, storage, log) sees {@link #path}, so that no two steps can read one path
 * differently (contract section 8.1, signing rules section 2).
 *
 * @param asterisk whether the target is {@code *}; everything else is empty then
 * @param authority host and port of the absolute form, or null
 * @param rawPath the path as received, with its leading slash
 * @param rawQuery what follows the first question mark, or null
 * @param path percent-decoded once, runs of slashes collapsed, no slash at either end
 * @param folderForm whether the path as received ended in a slash after its last name
 */
record RequestTarget(
    boolean asterisk,
    @Nullable String authority,
    String rawPath,
    @Nullable String rawQuery,
    String path,
    boolean folderForm) {

  /**
   * Parses a target in origin-form, absolute-form or {@code *} (RFC 9112 section 3.2).
   *
   * @throws ServiceException if it is none of these, or a percent escape is broken or hides a slash
   */
  static RequestTarget parse(String target) {
    if (target.equals("*")) {
      return new RequestTarget(true, null, "", null, "", false);
    }
    checkCharacters(target);
    String authority = null;
    String rest = target;
    if (!target.startsWith("/")) {
      int afterScheme = afterScheme(target);
      int end = endOfAuthority(target, afterScheme);
      authority = target.substring(afterScheme, end);
      rest = target.substring(end);
    }
    int question = rest.indexOf('?');
    String rawPath = question < 0 ? rest : rest.substring(0, question);
    String rawQuery = question < 0 ? null : rest.substring(question + 1);
    if (rawPath.isEmpty()) {
      rawPath = "/";
    }
    String path = collapse(PercentDecoding.path(rawPath));
    boolean folderForm = !path.isEmpty() && rawPath.endsWith("/");
    return new RequestTarget(false, authority, rawPath, rawQuery, path, folderForm);
  }

  private static void checkCharacters(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7F || c == '#') {
        throw invalid("The request target holds a character that must be percent-encoded.");
      }
    }
  }

  private static int afterScheme(String target) {
    String start = target.substring(0, Math.min(target.length(), 8)).toLowerCase(Locale.ROOT);
    if (start.startsWith("http://")) {
      return 7;
    }
    if (start.startsWith("https://")) {
      return 8;
    }
    throw invalid("The request target must begin with a slash.");
  }

  private static int endOfAuthority(String target, int from) {
    for (int i = from; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return target.length();
  }

  /** Redundant slashes carry no meaning: SDKs send {@code //a} for the path {@code /a}. */
  private static String collapse(String decoded) {
    int end = decoded.length();
    if (end > 1
        && decoded.charAt(0) == '/'
        && decoded.charAt(end - 1) != '/'
        && !decoded.contains("//")) {
      return decoded.substring(1);
    }
    StringBuilder path = new StringBuilder(decoded.length());
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      boolean redundant = c == '/' && (path.length() == 0 || path.charAt(path.length() - 1) == '/');
      if (!redundant) {
        path.append(c);
      }
    }
    int length = path.length();
    if (length > 0 && path.charAt(length - 1) == '/') {
      path.setLength(length - 1);
    }
    return path.toString();
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(ServiceError.VALIDATION, message);
  }

  /** The form only: a query may carry a presigned signature. */
  @Override
  public String toString() {
    return asterisk ? "RequestTarget[*]" : "RequestTarget[" + path + ']';
  }
}
