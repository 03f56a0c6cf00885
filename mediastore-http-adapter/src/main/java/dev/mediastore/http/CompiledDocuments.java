// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.StoredDocument;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The compiled form of one kind of document of every container, kept until the document changes.
 * Safe for any thread.
 *
 * <p>The key is the endpoint id, which no two containers ever share, so that nothing is inherited
 * when a container is deleted and another made of its name.
 *
 * @param <T> the compiled form, immutable
 */
final class CompiledDocuments<T> {
  /** Above this the cache starts anew: compiling again is cheaper than remembering the dead. */
  private static final int MAX_CONTAINERS = 20_000;

  private final DocumentKind kind;
  private final BiFunction<Container, String, T> compiler;
  private final ConcurrentMap<String, Compiled<T>> compiled = new ConcurrentHashMap<>();

  private record Compiled<T>(long revision, T form) {}

  /**
   * @param kind which document
   * @param compiler turns the text into its compiled form; what it throws reaches the request
   */
  CompiledDocuments(DocumentKind kind, BiFunction<Container, String, T> compiler) {
    this.kind = kind;
    this.compiler = compiler;
  }

  /** The document in force now, or null if the container has none. */
  @Nullable T of(Container container) {
    Optional<StoredDocument> document = container.document(kind);
    if (document.isEmpty()) {
      return null;
    }
    StoredDocument stored = document.get();
    Compiled<T> known = compiled.get(container.id());
    if (known != null && known.revision() == stored.revision()) {
      return known.form();
    }
    T form = compiler.apply(container, stored.text());
    if (compiled.size() >= MAX_CONTAINERS) {
      compiled.clear();
    }
    compiled.put(container.id(), new Compiled<>(stored.revision(), form));
    return form;
  }
}
