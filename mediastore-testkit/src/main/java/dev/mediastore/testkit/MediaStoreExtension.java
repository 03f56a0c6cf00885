// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit tests a media origin of their own, on a free port. Safe for any thread: tests may run
 * in parallel.
 *
 * <p>Registered on a static field or by {@code @ExtendWith}, one origin serves all methods of the
 * class and is {@linkplain TestOrigin#reset() reset} before each; registered on an instance field,
 * each method gets a fresh one. Test methods, constructors and life-cycle methods may take a {@link
 * TestOrigin} as a parameter.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MediaStoreExtension ORIGIN =
 *     MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess());
 *
 * @Test
 * void encoder_publishes_its_first_segment(TestOrigin origin) throws Exception {
 *   startEncoder(origin.endpoint("live"));
 *   origin.awaitObject("live", "hls/seg000.ts", Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>JUnit cannot tell the parameters of two extensions in one class apart: a test that needs two
 * origins takes none and asks each extension for {@linkplain #origin() its own}.
 *
 * <p>Methods of one class that run in parallel must not share an origin that is reset between them:
 * register on an instance field then.
 *
 * @since 0.1
 */
public final class MediaStoreExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {

  private final TestOrigin.Builder origin;
  // One key per extension: two of them in one class do not meet.
  private final Namespace namespace = Namespace.create(MediaStoreExtension.class, this);
  private final Set<TestOrigin> running = ConcurrentHashMap.newKeySet();

  /** One container called {@code live}, which every signed or unsigned client may use. */
  public MediaStoreExtension() {
    this(TestOrigin.builder().container("live").anonymousAccess());
  }

  private MediaStoreExtension(TestOrigin.Builder origin) {
    this.origin = origin;
  }

  /**
   * An extension that starts the origins described by {@code origin}.
   *
   * @param origin how each origin is set up; later changes to it have no effect
   * @return the extension to register
   */
  public static MediaStoreExtension of(TestOrigin.Builder origin) {
    return new MediaStoreExtension(origin.copy());
  }

  /**
   * The origin that runs at the moment.
   *
   * @return the one that a parameter would be
   * @throws IllegalStateException if none runs, or several do, as when classes that inherit the
   *     extension run in parallel
   */
  public TestOrigin origin() {
    List<TestOrigin> found = List.copyOf(running);
    if (found.size() != 1) {
      throw new IllegalStateException(
          found.isEmpty()
              ? "no origin runs outside of a test"
              : found.size() + " origins run: take yours as a parameter");
    }
    return found.get(0);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (running(context) == null) { // A nested class shares the origin of the class around it.
      start(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    TestOrigin shared = running(context);
    if (shared == null) {
      start(context);
    } else {
      shared.reset();
    }
  }

  /** A test that passed all the same although its faults never came has not tried them. */
  @Override
  public void afterEach(ExtensionContext context) {
    TestOrigin used = running(context);
    try {
      if (used != null && context.getExecutionException().isEmpty()) {
        used.assertFaultsUsedUp();
      }
    } finally {
      stop(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestOrigin.class;
  }

  @Override
  public TestOrigin resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestOrigin found = running(context);
    return found == null ? start(context) : found;
  }

  private TestOrigin start(ExtensionContext context) {
    TestOrigin started = origin.start();
    running.add(started);
    context.getStore(namespace).put(context.getUniqueId(), started);
    context.getStore(namespace).put(TestOrigin.class, started);
    return started;
  }

  private @Nullable TestOrigin running(ExtensionContext context) {
    return context.getStore(namespace).get(TestOrigin.class, TestOrigin.class);
  }

  /** Stops the origin that was started for exactly this context, not one of an enclosing class. */
  private void stop(ExtensionContext context) {
    TestOrigin own = context.getStore(namespace).remove(context.getUniqueId(), TestOrigin.class);
    if (own != null) {
      running.remove(own);
      own.close();
    }
  }
}
