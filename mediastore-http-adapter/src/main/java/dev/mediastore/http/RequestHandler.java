// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Answers requests, whatever server carries them: what stands between a host adapter and the
 * pipeline. Safe for any thread.
 *
 * <p>Host adapters take this interface, so that whatever changes the traffic (faults in a test,
 * counting, a second origin under another name) is written once, by forwarding, for every host.
 *
 * @since 0.1
 */
public interface RequestHandler {

  /**
   * Begins to answer a request. Routing, authentication, authorisation and limits come before a
   * byte of the body is read.
   *
   * @param head the request without its body
   * @param sink receives the answer; may be called before this method returns
   * @return where the host adapter hands the body in
   */
  Exchange begin(RequestHead head, ResponseSink sink);

  /**
   * Whether calls into an {@link Exchange} or a {@link ResponseBody} may wait for the storage. If
   * so a host must not make them on an event loop.
   */
  boolean mayBlock();
}
