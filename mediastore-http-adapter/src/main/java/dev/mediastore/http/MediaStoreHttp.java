// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Answers MediaStore requests, whatever server carries them: the neutral pipeline behind the
 * servlet and the Netty adapter. Safe for any thread.
 *
 * @since 0.1
 */
public final class MediaStoreHttp implements AutoCloseable {

  /**
   * Begins to answer a request: routes, authenticates and authorises it and checks the limits, all
   * before a byte of its body is read.
   *
   * @param head the request without its body
   * @param sink receives the answer; may be called before this method returns
   * @return where the host adapter hands the body in
   */
  public Exchange begin(RequestHead head, ResponseSink sink) {
    throw new IllegalStateException("under construction");
  }

  /**
   * Whether calls into an {@link Exchange} or a {@link ResponseBody} may wait for the storage. If
   * so a host must not make them on an event loop.
   */
  public boolean mayBlock() {
    return false;
  }

  /** Stops the deadlines of requests in progress. Idempotent; does not close the store. */
  @Override
  public void close() {}
}
