// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the parameters of a presigned request stand in its query. Names are told apart ignoring
 * case, so that no second spelling of one slips through. Used by one thread at a time and then
 * reused.
 */
@SuppressWarnings("EnumOrdinal") // An array by ordinal allocates nothing.
final class AuthParameters {
  static final int ABSENT = -1;

  private static final String VERSION_2_KEY = "AWSAccessKeyId";

  private final int[] positions = new int[AuthParameter.all().length];
  private @Nullable AuthParameter repeated;
  private @Nullable AuthParameter misspelt;
  private boolean claimsIdentity;
  private boolean version2;

  void clear() {
    Arrays.fill(positions, ABSENT);
    repeated = null;
    misspelt = null;
    claimsIdentity = false;
    version2 = false;
  }

  void locate(QueryParameters query) {
    clear();
    for (int i = 0; i < query.count(); i++) {
      switch (query.firstLetter(i)) {
        case 'x' -> locateAmz(query, i);
        case 'a' -> version2 |= query.isNamedIgnoringCase(i, VERSION_2_KEY);
        default -> {}
      }
    }
  }

  private void locateAmz(QueryParameters query, int index) {
    for (AuthParameter parameter : AuthParameter.all()) {
      boolean spelt = query.isNamed(index, parameter.wireBytes());
      if (spelt || query.isNamedIgnoringCase(index, parameter.wireName())) {
        found(index, parameter, spelt);
        return;
      }
    }
  }

  private void found(int index, AuthParameter parameter, boolean spelt) {
    if (positions[parameter.ordinal()] != ABSENT) {
      repeated = parameter;
    } else if (!spelt) {
      misspelt = parameter;
    }
    positions[parameter.ordinal()] = index;
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

  /** Returns where a parameter stands that must be there with a value. */
  int require(QueryParameters query, AuthParameter parameter) throws Refusal {
    int position = positions[parameter.ordinal()];
    if (position == ABSENT || query.isEmpty(position)) {
      throw bad("A presigned request needs the query parameter " + parameter.wireName());
    }
    return position;
  }

  @Nullable String find(QueryParameters query, AuthParameter parameter) {
    int position = positions[parameter.ordinal()];
    return position == ABSENT ? null : query.value(position);
  }

  static Refusal bad(String message) {
    return new Refusal(SigV4Error.BAD_PRESIGN_PARAMETERS, message);
  }
}
