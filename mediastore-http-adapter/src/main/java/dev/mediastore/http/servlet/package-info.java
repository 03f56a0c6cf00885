// SPDX-License-Identifier: Apache-2.0
/**
 * The service as a servlet, for any Jakarta Servlet 6 container.
 *
 * <p>Only translation happens here: {@link dev.mediastore.http.servlet.MediaStoreServlet} hands the
 * raw request on, moves bytes without waiting for either side, and sees to it that each request
 * ends once. Its documentation says how Jetty, Tomcat and Undertow have to be set so that requests
 * reach it as they were sent.
 */
@NullMarked
package dev.mediastore.http.servlet;

import org.jspecify.annotations.NullMarked;
