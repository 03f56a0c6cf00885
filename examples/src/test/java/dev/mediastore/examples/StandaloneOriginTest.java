// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Containers that {@code examples/run origin --container} makes. */
class StandaloneOriginTest {

  @Test
  void containerOfTheCommandLine_hasThePolicyOfEachNewContainer() throws Exception {
    try (MediaStore store = MediaStore.builder().build()) {
      assertTrue(policyAfter(store, "live").contains("\"MediaStoreFullAccess\""));
    }
  }

  @Test
  void openContainer_isEverybodys_alsoIfItWasNotBefore() throws Exception {
    try (MediaStore store = MediaStore.builder().build()) {
      policyAfter(store, "live");

      assertTrue(policyAfter(store, "live", "--open").contains("\"Everybody\""));
    }
  }

  @Test
  void containerOfAnEarlierStart_keepsItsPolicy() throws Exception {
    try (MediaStore store = MediaStore.builder().build()) {
      Container container = store.createContainer("live");
      container.putDocument(DocumentKind.CONTAINER_POLICY, "{}");

      assertEquals("{}", policyAfter(store, "live"));
    }
  }

  private static String policyAfter(MediaStore store, String name, String... flags) {
    StandaloneOrigin.create(
        store, name, OriginOptions.from(Flags.parse(List.of(flags), OriginOptions.flags())));
    return store
        .container(name)
        .orElseThrow()
        .document(DocumentKind.CONTAINER_POLICY)
        .orElseThrow()
        .text();
  }
}
