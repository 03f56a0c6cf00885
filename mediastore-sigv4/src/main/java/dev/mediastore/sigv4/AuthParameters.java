// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the parameters of a presigned request stand in its query. Names are told apart ignoring
 * case, so that no second spelling of one slips through. Used by one thread at a time and then
 * reused.
 */
final class AuthParameters {
  private static final String VERSION_2_KEY = "AWSAccessKeyId";

  private final Map<AuthParameter, Integer> positions = new EnumMap<>(AuthParameter.class);
  private @Nullable AuthParameter repeated;
  private @Nullable AuthParameter misspelt;
  private boolean claimsIdentity;
  private boolean version2;

  void clear() {
    positions.clear();
    repeated = null;
    misspelt = null;
    claimsIdentity = false;
    version2 = false;
  }

  void locate(QueryParameters query) {
    clear();
    for (int i = 0; i < query.count(); i++) {
      version2 |= query.isNamedIgnoringCase(i, VERSION_2_KEY);
      for (AuthParameter parameter : AuthParameter.all()) {
        if (query.isNamedIgnoringCase(i, parameter.wireName())) {
          found(query, i, parameter);
          break;
        }
      }
    }
  }

  private void found(QueryParameters query, int index, AuthParameter parameter) {
    if (positions.put(parameter, index) != null) {
      repeated = parameter;
    } else if (!query.isNamed(index, parameter.wireName())) {
      misspelt = parameter;
    }
    claimsIdentity |= parameter.claimsIdentity();
  }

  /** Tells whether the query carries any part of a signature. */
  boolean claimIdentity() {
    return claimsIdentity;
  }

  /** Tells whether the query carries a signature of the version before. */
  boolean areVersion2() {
    return version2;
  }

  void requireUnambiguous() throws Refusal {
    if (repeated != null) {
      throw bad("The query has " + repeated.wireName() + " more than once");
    }
    if (misspelt != null) {
      throw bad("The query parameter " + misspelt.wireName() + " must be spelt like this");
    }
  }

  String require(QueryParameters query, AuthParameter parameter) throws Refusal {
    String value = find(query, parameter);
    if (value == null || value.isEmpty()) {
      throw bad("A presigned request needs the query parameter " + parameter.wireName());
    }
    return value;
  }

  @Nullable String find(QueryParameters query, AuthParameter parameter) {
    Integer position = positions.get(parameter);
    return position == null ? null : query.value(position);
  }

  static Refusal bad(String message) {
    return new Refusal(SigV4Error.BAD_PRESIGN_PARAMETERS, message);
  }
}
