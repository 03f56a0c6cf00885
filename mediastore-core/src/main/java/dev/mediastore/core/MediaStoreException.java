// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the origin: a code to react to, a message that may be shown to the caller
 * and, apart from it, a detail that belongs in the log only. Immutable.
 *
 * <p>Neither text ever holds credentials, policy text or object bytes.
 *
 * @since 0.1
 */
public final class MediaStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String container;
  private final @Nullable String path;
  private final @Nullable String logDetail;

  private MediaStoreException(Builder builder) {
    super(builder.message, builder.cause);
    this.code = builder.code;
    this.container = builder.container;
    this.path = builder.path;
    this.logDetail = builder.logDetail;
  }

  /**
   * Returns an exception that names neither container nor path.
   *
   * @param code what happened
   * @param message a sentence the caller may see
   * @return the exception, not thrown
   */
  public static MediaStoreException of(ErrorCode code, String message) {
    return builder(code, message).build();
  }

  /**
   * Starts an exception.
   *
   * @param code what happened
   * @param message a sentence the caller may see
   * @return a builder for use by one thread
   */
  public static Builder builder(ErrorCode code, String message) {
    return new Builder(code, message);
  }

  /**
   * Returns what happened.
   *
   * @return the code to switch on
   */
  public ErrorCode code() {
    return code;
  }

  /**
   * Returns the sentence that may be shown to the caller; the same as {@link #getMessage()}.
   *
   * @return the public message
   */
  public String publicMessage() {
    return Objects.requireNonNullElse(getMessage(), code.name());
  }

  /**
   * Returns the name of the container concerned, or its endpoint id where a store knew no more.
   *
   * @return the container, if one is concerned
   */
  public Optional<String> container() {
    return Optional.ofNullable(container);
  }

  /**
   * Returns the path of the object concerned.
   *
   * @return the path, if one is concerned
   */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /**
   * Returns what only the operator should read.
   *
   * @return text for the log, if there is more to say than the message
   */
  public Optional<String> logDetail() {
    return Optional.ofNullable(logDetail);
  }

  /**
   * Collects what is known about a failure. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final ErrorCode code;
    private final String message;
    private @Nullable String container;
    private @Nullable String path;
    private @Nullable String logDetail;
    private @Nullable Throwable cause;

    private Builder(ErrorCode code, String message) {
      this.code = Objects.requireNonNull(code, "code");
      this.message = Objects.requireNonNull(message, "message");
    }

    /**
     * Names the container.
     *
     * @param nameOrId container name, or endpoint id where the name is unknown
     * @return this builder
     */
    public Builder container(String nameOrId) {
      this.container = nameOrId;
      return this;
    }

    /**
     * Names the object.
     *
     * @param objectPath path of the object
     * @return this builder
     */
    public Builder path(ObjectPath objectPath) {
      this.path = objectPath.value();
      return this;
    }

    /**
     * Adds text for the log only.
     *
     * @param detail free of secrets and of line breaks
     * @return this builder
     */
    public Builder logDetail(String detail) {
      this.logDetail = detail;
      return this;
    }

    /**
     * Names the failure beneath.
     *
     * @param failure its cause
     * @return this builder
     */
    public Builder cause(Throwable failure) {
      this.cause = failure;
      return this;
    }

    /**
     * Makes the exception.
     *
     * @return the exception, not thrown
     */
    public MediaStoreException build() {
      return new MediaStoreException(this);
    }
  }
}
