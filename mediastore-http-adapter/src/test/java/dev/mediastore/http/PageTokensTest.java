// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.ListingCursor;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageTokensTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final FolderPath FOLDER = FolderPath.of("live/a");
  private static final ListingCursor CURSOR = new ListingCursor("seg001.ts", ItemType.OBJECT);

  private final PageTokens tokens = new PageTokens(new byte[32]);
  private final String token = tokens.issue(CURSOR, "abc", FOLDER, NOW);

  @Test
  void token_ofTheSameFolder_isReadBack() {
    assertEquals(CURSOR, tokens.read(token, "abc", FOLDER, NOW.plus(Duration.ofMinutes(15))));
    ListingCursor folder = new ListingCursor("b", ItemType.FOLDER);
    assertEquals(folder, tokens.read(tokens.issue(folder, "abc", FOLDER, NOW), "abc", FOLDER, NOW));
  }

  @Test
  void token_after15Minutes_hasExpired() {
    refused(token, "abc", FOLDER, NOW.plus(Duration.ofMinutes(15)).plusSeconds(1));
  }

  @Test
  void token_ofAnotherContainerFolderOrInstance_isRefused() {
    refused(token, "abd", FOLDER, NOW);
    refused(token, "abc", FolderPath.of("live"), NOW);
    refused(token, "abc", FolderPath.ROOT, NOW);
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    refused(new PageTokens(otherKey).issue(CURSOR, "abc", FOLDER, NOW), "abc", FOLDER, NOW);
  }

  @Test
  void token_changedAnywhere_isRefused() {
    for (int i = 0; i < token.length(); i++) {
      // The bits of the last character that fill the octet up carry nothing, so change a high one.
      char changed = token.charAt(i) == 'A' ? 'g' : 'A';
      String forged = token.substring(0, i) + changed + token.substring(i + 1);
      refused(forged, "abc", FOLDER, NOW);
    }
  }

  @Test
  void token_ofAnyOtherShape_isRefused() {
    refused("", "abc", FOLDER, NOW);
    refused("!", "abc", FOLDER, NOW);
    refused("AAAA", "abc", FOLDER, NOW);
    refused("A".repeat(1 << 20), "abc", FOLDER, NOW);
  }

  private void refused(String forged, String container, FolderPath folder, Instant now) {
    ServiceException refused =
        assertThrows(ServiceException.class, () -> tokens.read(forged, container, folder, now));
    assertEquals(ServiceError.VALIDATION, refused.error());
  }
}
