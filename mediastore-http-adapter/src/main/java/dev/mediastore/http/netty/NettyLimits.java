// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import java.time.Duration;
import java.util.Objects;

/**
 * What a connection may cost. Immutable.
 *
 * @param syntax sizes of what precedes and frames a body
 * @param times how long a client may take
 * @param discardBytes how much of an unwanted body is read and dropped to keep a connection, at
 *     least 0
 * @param requestsPerConnection after so many requests the connection is closed, at least 1
 * @since 0.1
 */
public record NettyLimits(Syntax syntax, Times times, int discardBytes, int requestsPerConnection) {
  /** Checks that every component is there and in its range. */
  public NettyLimits {
    Objects.requireNonNull(syntax, "syntax");
    Objects.requireNonNull(times, "times");
    atLeast("discardBytes", discardBytes, 0);
    atLeast("requestsPerConnection", requestsPerConnection, 1);
  }

  /** 64 KiB to discard, 10,000 requests, and the defaults of the parts. */
  public static NettyLimits defaults() {
    return new NettyLimits(Syntax.defaults(), Times.defaults(), 64 * 1024, 10_000);
  }

  /** These limits with another {@code syntax}. */
  public NettyLimits withSyntax(Syntax syntax) {
    return new NettyLimits(syntax, times, discardBytes, requestsPerConnection);
  }

  /** These limits with other {@code times}. */
  public NettyLimits withTimes(Times times) {
    return new NettyLimits(syntax, times, discardBytes, requestsPerConnection);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
    }
  }

  /**
   * Sizes of what precedes and frames a body, in bytes unless said otherwise; each at least 1.
   * Immutable. Exceeding one is answered with an error and ends the connection.
   *
   * @param requestLine request line without its line end
   * @param headerLine one header line without its line end
   * @param headers all header lines together
   * @param headerCount number of header lines
   * @param chunkLine the line before a transfer chunk, extensions included
   * @param chunkExtensions chunk extensions of one body together
   * @param trailers trailer section
   * @param trailerCount number of trailer lines
   * @since 0.1
   */
  public record Syntax(
      int requestLine,
      int headerLine,
      int headers,
      int headerCount,
      int chunkLine,
      int chunkExtensions,
      int trailers,
      int trailerCount) {
    private static final Syntax DEFAULTS = new Syntax(8192, 8192, 16_384, 100, 128, 4096, 4096, 16);

    /** Checks the ranges. */
    public Syntax {
      atLeast("requestLine", requestLine, 1);
      atLeast("headerLine", headerLine, 1);
      atLeast("headers", headers, 1);
      atLeast("headerCount", headerCount, 1);
      atLeast("chunkLine", chunkLine, 1);
      atLeast("chunkExtensions", chunkExtensions, 1);
      atLeast("trailers", trailers, 1);
      atLeast("trailerCount", trailerCount, 1);
    }

    /**
     * Lines of 8 KiB, 16 KiB and 100 lines of headers, 128 bytes a chunk line, 4 KiB of extensions,
     * 4 KiB and 16 lines of trailers.
     */
    public static Syntax defaults() {
      return DEFAULTS;
    }
  }

  /**
   * How long a client may take; each longer than nothing. Immutable. How long a whole upload may
   * take is a rule of the service ({@link dev.mediastore.http.HttpLimits#upload}).
   *
   * @param firstByte from the connection to the first byte of its first request
   * @param head from the first to the last byte of a request head
   * @param keepAlive between two requests
   * @param stalledUpload without a byte of the body
   * @param stalledDownload without the client taking a byte of an answer
   * @param discard for the rest of a body nobody wants, and for the client to close
   * @since 0.1
   */
  public record Times(
      Duration firstByte,
      Duration head,
      Duration keepAlive,
      Duration stalledUpload,
      Duration stalledDownload,
      Duration discard) {
    private static final Times DEFAULTS =
        new Times(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2));

    /** Checks that each is longer than nothing. */
    public Times {
      positive("firstByte", firstByte);
      positive("head", head);
      positive("keepAlive", keepAlive);
      positive("stalledUpload", stalledUpload);
      positive("stalledDownload", stalledDownload);
      positive("discard", discard);
    }

    /** 30 s, 10 s, 60 s, 20 s, 20 s and 2 s, in this order. */
    public static Times defaults() {
      return DEFAULTS;
    }

    private static void positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " is " + value + ", must be longer than nothing");
      }
    }
  }
}
