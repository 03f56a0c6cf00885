// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerDocumentsTest {
  private final MediaStore store = MediaStore.builder().memory(1 << 16).build();
  private final Container container = store.createContainer("live");

  @AfterEach
  void close() {
    store.close();
  }

  private void put(DocumentKind kind, String text) {
    if (kind == DocumentKind.LIFECYCLE_POLICY) {
      container.putLifecyclePolicy(new LifecyclePolicy(text, List.of(rule())));
    } else {
      container.putDocument(kind, text);
    }
  }

  private static LifecycleRule rule() {
    return new LifecycleRule(
        List.of(PathPattern.wildcard("*")),
        LifecycleRule.AgeUnit.SECONDS,
        LifecycleRule.Comparison.GREATER,
        15,
        LifecycleRule.Action.EXPIRE);
  }

  @ParameterizedTest
  @EnumSource
  void document_put_comesBackCharacterForCharacter(DocumentKind kind) {
    assertEquals(Optional.empty(), container.document(kind));
    String text = " {\r\n\t\"a\" : \"\u00e4\"} ";
    put(kind, text);

    assertEquals(text, container.document(kind).orElseThrow().text());
  }

  @ParameterizedTest
  @EnumSource
  void document_delete_saysWhetherThereWasOne(DocumentKind kind) {
    assertFalse(container.deleteDocument(kind));
    put(kind, "x");
    assertTrue(container.deleteDocument(kind));
    assertFalse(container.deleteDocument(kind));
    assertEquals(Optional.empty(), container.document(kind));
  }

  @Test
  void revision_neverRepeats_evenAfterDeletion() {
    Set<Long> revisions = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      for (DocumentKind kind : DocumentKind.values()) {
        put(kind, "same");
        assertTrue(revisions.add(container.document(kind).orElseThrow().revision()));
        container.deleteDocument(kind);
      }
    }
  }

  @Test
  void lifecycleRules_followTheirDocument() {
    put(DocumentKind.LIFECYCLE_POLICY, "{}");
    put(DocumentKind.CORS_POLICY, "[]");
    assertEquals(List.of(rule()), container.lifecycleRules());
    container.deleteDocument(DocumentKind.CORS_POLICY);
    assertEquals(List.of(rule()), container.lifecycleRules());
    container.deleteDocument(DocumentKind.LIFECYCLE_POLICY);
    assertEquals(List.of(), container.lifecycleRules());
  }

  @Test
  void putDocument_lifecyclePolicyAsText_isAProgrammingError() {
    assertThrows(
        IllegalArgumentException.class,
        () -> container.putDocument(DocumentKind.LIFECYCLE_POLICY, "{}"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            store.createContainer(
                store.arn("other"), Map.of(), Map.of(DocumentKind.LIFECYCLE_POLICY, "{}")));
  }

  @Test
  void putDocument_tooLong_leavesTheOldOne() {
    container.putDocument(DocumentKind.CORS_POLICY, "old");

    assertEquals(
        ErrorCode.VALIDATION,
        codeOf(() -> container.putDocument(DocumentKind.CORS_POLICY, "x".repeat(524_289))));
    assertEquals("old", container.document(DocumentKind.CORS_POLICY).orElseThrow().text());
  }

  @Test
  void createContainer_withDocuments_hasThemFromTheStart() {
    Container fresh =
        store.createContainer(
            store.arn("other"), Map.of("a", "b"), Map.of(DocumentKind.CONTAINER_POLICY, "{}"));

    assertEquals("{}", fresh.document(DocumentKind.CONTAINER_POLICY).orElseThrow().text());
    assertEquals(Map.of("a", "b"), fresh.tags());
  }

  @Test
  void accessLogging_switch_isIdempotent() {
    assertFalse(container.accessLogging());
    container.accessLogging(true);
    container.accessLogging(true);
    assertTrue(container.accessLogging());
    container.accessLogging(false);
    assertFalse(container.accessLogging());
  }

  @Test
  void changes_byManyThreads_areAllKept() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> changes = new java.util.ArrayList<>();
      for (int i = 0; i < 48; i++) {
        int number = i;
        changes.add(
            () -> {
              container.tag(Map.of("k" + number, ""));
              container.putDocument(DocumentKind.METRIC_POLICY, "m" + number);
              return true;
            });
      }
      for (var change : threads.invokeAll(changes)) {
        assertTrue(change.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(48, container.tags().size());
    assertTrue(container.document(DocumentKind.METRIC_POLICY).isPresent());
  }
}
