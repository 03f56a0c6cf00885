// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * The credential texts seen last. A client sends the same one all day, so most requests find theirs
 * taken apart already and allocate nothing for it. Safe for any thread: the arrays are written
 * without order, which is harmless because every element is immutable and compared in full.
 */
@SuppressWarnings("EnumOrdinal") // An array by ordinal allocates nothing.
final class CredentialTexts {
  private static final int SLOTS = 256;

  /** Characters that go into the choice of a slot: access keys differ here, scopes hardly do. */
  private static final int TELLING = 20;

  /** Longer texts are made up; they are not worth the memory. */
  private static final int LONGEST_KEPT = 256;

  /** By algorithm, and by whether the text is spelt with the escapes of a query. */
  private final @Nullable CredentialText[][] seen = new CredentialText[4][SLOTS];

  /** Parses a text that stands as it is. */
  @Nullable CredentialText parse(String source, int from, int to, SignatureAlgorithm algorithm) {
    @Nullable CredentialText[] texts = seen[2 * algorithm.ordinal()];
    int slot = slot(source, from, to);
    CredentialText known = texts[slot];
    if (known != null && known.isAt(source, from, to)) {
      return known;
    }
    String text = source.substring(from, to);
    return keep(texts, slot, text, CredentialText.parse(text, algorithm));
  }

  /** Parses a parameter of a query. */
  @Nullable CredentialText parse(QueryParameters query, int index, SignatureAlgorithm algorithm) {
    @Nullable CredentialText[] texts = seen[2 * algorithm.ordinal() + 1];
    int from = query.valueFrom(index);
    int to = query.valueTo(index);
    int slot = slot(query.text(), from, to);
    CredentialText known = texts[slot];
    if (known != null && known.isAt(query.text(), from, to)) {
      return known;
    }
    String source = query.text().substring(from, to);
    return keep(texts, slot, source, CredentialText.parse(source, query.value(index), algorithm));
  }

  private static @Nullable CredentialText keep(
      @Nullable CredentialText[] texts, int slot, String source, @Nullable CredentialText parsed) {
    if (parsed != null && source.length() <= LONGEST_KEPT) {
      texts[slot] = parsed;
    }
    return parsed;
  }

  private static int slot(String source, int from, int to) {
    int hash = to - from;
    for (int i = from; i < Math.min(to, from + TELLING); i++) {
      hash = 31 * hash + source.charAt(i);
    }
    return (hash ^ hash >>> 16) & (SLOTS - 1);
  }
}
