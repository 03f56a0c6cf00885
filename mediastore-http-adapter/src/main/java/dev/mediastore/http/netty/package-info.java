// SPDX-License-Identifier: Apache-2.0
/**
 * The service behind Netty: a handler for an existing pipeline, and a small server for those who
 * have none.
 *
 * <p>Only translation happens here. Framing, connections, waiting and back-pressure belong to this
 * package; what a request means is decided by the {@link dev.mediastore.http.RequestHandler}.
 *
 * <p>HTTP/2 is spoken where {@code netty-codec-http2} is on the class path, native io_uring, epoll
 * and TLS where {@code netty-transport-native-io_uring}, {@code netty-transport-native-epoll} and
 * {@code netty-tcnative} are; all of them are optional.
 *
 * <p>{@link dev.mediastore.http.netty.NettyServer} reads requests with a parser of its own, because
 * a storage service behind caches has to refuse what two parsers could read differently. It can be
 * used in a pipeline of yours as well; with another codec there, its leniency is yours too.
 */
@NullMarked
package dev.mediastore.http.netty;

import org.jspecify.annotations.NullMarked;
