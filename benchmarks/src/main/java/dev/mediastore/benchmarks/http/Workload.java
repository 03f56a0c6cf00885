// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import static dev.mediastore.benchmarks.http.Peer.BARE;
import static dev.mediastore.benchmarks.http.Peer.BARE_DIGEST;
import static dev.mediastore.benchmarks.http.Peer.JETTY_RESOURCE;
import static dev.mediastore.benchmarks.http.Peer.NGINX;
import static dev.mediastore.benchmarks.http.Peer.NGINX_TMPFS;
import static dev.mediastore.benchmarks.http.Peer.ORIGIN;
import static dev.mediastore.benchmarks.http.Peer.ORIGIN_ANONYMOUS;
import static dev.mediastore.benchmarks.http.Peer.ORIGIN_JETTY;
import static dev.mediastore.benchmarks.http.Peer.ORIGIN_LOGGED;
import static dev.mediastore.benchmarks.http.Peer.ORIGIN_OBSERVED;
import static dev.mediastore.benchmarks.http.Peer.ORIGIN_RECORDED;
import static dev.mediastore.benchmarks.http.Peer.ORIGIN_UNRECORDED;

import java.util.List;

/**
 * One question and who is asked. Immutable.
 *
 * @param name on the command line
 * @param kind how the servers are loaded
 * @param bytes size of an object
 * @param objects how many there are; together more than a processor cache holds
 * @param count connections; readers where an object is relayed
 * @param peers who is compared, ours first
 */
record Workload(String name, Kind kind, int bytes, int objects, int count, List<Peer> peers) {
  private static final int KIB = 1024;
  private static final List<Peer> READERS =
      List.of(ORIGIN, ORIGIN_ANONYMOUS, BARE, NGINX, ORIGIN_JETTY, JETTY_RESOURCE);

  /** How a server is loaded. */
  enum Kind {
    GET("read whole objects at random"),
    RANGE("read 64 KiB ranges at random"),
    PUT("replace objects in turn"),
    WINDOW("live window: 95 % reads, 5 % new segment, playlist, deletion"),
    TLS("read whole objects over TLS 1.3"),
    HTTP2("read whole objects over HTTP/2 without TLS, 8 connections of 16 streams"),
    HTTP2_TLS("read whole objects over HTTP/2 and TLS 1.3, 8 connections of 16 streams"),
    RELAY("follow an object while it is uploaded, a chunk of 8 KiB every 33 ms"),
    IDLE("keep connections that have had one answer"),
    SLOW("keep connections that hardly read an answer of 6 MiB");

    private final String what;

    Kind(String what) {
      this.what = what;
    }
  }

  static List<Workload> all() {
    return List.of(
        get("get-2k", 2 * KIB, 256),
        get("get-188k", 188 * KIB, 256),
        get("get-1500k", 1500 * KIB, 64),
        get("get-6m", 6144 * KIB, 32),
        new Workload(
            "range-64k",
            Kind.RANGE,
            1500 * KIB,
            64,
            32,
            List.of(ORIGIN, ORIGIN_ANONYMOUS, BARE, NGINX)),
        new Workload(
            "put-188k",
            Kind.PUT,
            188 * KIB,
            256,
            32,
            List.of(ORIGIN, BARE, BARE_DIGEST, NGINX_TMPFS, ORIGIN_JETTY)),
        new Workload(
            "window-188k", Kind.WINDOW, 188 * KIB, 0, 32, List.of(ORIGIN, BARE, NGINX_TMPFS)),
        new Workload(
            "observed-188k",
            Kind.WINDOW,
            188 * KIB,
            0,
            32,
            List.of(ORIGIN, ORIGIN_LOGGED, ORIGIN_OBSERVED)),
        new Workload(
            "recorded-188k",
            Kind.WINDOW,
            188 * KIB,
            0,
            32,
            List.of(ORIGIN, ORIGIN_UNRECORDED, ORIGIN_RECORDED)),
        new Workload("tls-2k", Kind.TLS, 2 * KIB, 256, 32, List.of(ORIGIN, BARE, NGINX)),
        new Workload("tls-188k", Kind.TLS, 188 * KIB, 256, 32, List.of(ORIGIN, BARE, NGINX)),
        new Workload("h2c-2k", Kind.HTTP2, 2 * KIB, 256, 8, List.of(ORIGIN, NGINX)),
        new Workload("h2c-188k", Kind.HTTP2, 188 * KIB, 256, 8, List.of(ORIGIN, NGINX)),
        new Workload("h2-188k", Kind.HTTP2_TLS, 188 * KIB, 256, 8, List.of(ORIGIN, NGINX)),
        new Workload("relay-1", Kind.RELAY, 0, 0, 1, List.of(ORIGIN_ANONYMOUS, BARE)),
        new Workload("relay-100", Kind.RELAY, 0, 0, 100, List.of(ORIGIN_ANONYMOUS, BARE)),
        new Workload("idle-5000", Kind.IDLE, 2 * KIB, 1, 5000, List.of(ORIGIN, BARE, NGINX)),
        new Workload("slow-1000", Kind.SLOW, 6144 * KIB, 32, 1000, List.of(ORIGIN, BARE, NGINX)));
  }

  private static Workload get(String name, int bytes, int objects) {
    return new Workload(name, Kind.GET, bytes, objects, 32, READERS);
  }

  /** Those whose name is, or begins with, one of the words. */
  static List<Workload> named(List<String> words) {
    if (words.isEmpty()) {
      return all();
    }
    List<Workload> found =
        all().stream()
            .filter(
                w -> words.stream().anyMatch(x -> w.name.equals(x) || w.name.startsWith(x + "-")))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no workload " + words);
    }
    return found;
  }

  String question() {
    return kind.what + (bytes > 0 ? ", objects of " + bytes / KIB + " KiB" : "");
  }

  boolean tls() {
    return kind == Kind.TLS || kind == Kind.HTTP2_TLS;
  }

  boolean http2() {
    return kind == Kind.HTTP2 || kind == Kind.HTTP2_TLS;
  }
}
