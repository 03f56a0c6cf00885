// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.benchmarks.http.server.Observation;
import java.util.List;
import java.util.Locale;

/** What can be compared. */
enum Peer {
  /** Our Netty server, requests signed. */
  ORIGIN(Role.OURS, "Netty adapter, signed requests"),
  /** The same, requests of nobody. */
  ORIGIN_ANONYMOUS(Role.OURS, "Netty adapter, anonymous requests"),
  /** Another phase of the first: everything is told that an origin can tell. */
  ORIGIN_OBSERVED(Role.OURS, "the same server, with logs, metrics, events, audit, JFR and console"),
  /** Another phase of it: without the flight recorder. */
  ORIGIN_LOGGED(Role.OURS, "the same server, with all of these but a recording"),
  /** Another phase of it: told to the flight recorder alone, and a recording holds it. */
  ORIGIN_RECORDED(Role.OURS, "the same server, with a recording of its seven events alone"),
  /** Another phase of it: told to the flight recorder alone, but there is no recording. */
  ORIGIN_UNRECORDED(Role.OURS, "the same server, with their listener but no recording"),
  /** Our servlet in Jetty, requests signed. */
  ORIGIN_JETTY(Role.OURS, "servlet adapter in Jetty, signed requests"),
  /** Netty without any check. */
  BARE(Role.LIMIT, "minimal Netty server, direct buffers, no checks"),
  /** The same, taking the SHA-256 of what is put. */
  BARE_DIGEST(Role.LIMIT, "the same with a SHA-256 of every upload"),
  /** nginx over files of the page cache. */
  NGINX(Role.PEER, "nginx, one worker, sendfile from the page cache"),
  /** nginx over files in memory. */
  NGINX_TMPFS(Role.PEER, "nginx, one worker, files on tmpfs, dav for uploads"),
  /** Jetty's own servlet. */
  JETTY_RESOURCE(Role.PEER, "Jetty's ResourceServlet with its cache");

  private final Role role;
  private final String what;

  Peer(Role role, String what) {
    this.role = role;
    this.what = what;
  }

  /** What a peer is there for. */
  enum Role {
    /** The project. */
    OURS,
    /** What people use today. */
    PEER,
    /** A bound no server with these duties can pass. */
    LIMIT
  }

  Role role() {
    return role;
  }

  String what() {
    return what;
  }

  /** Name on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean signed() {
    return role == Role.OURS && this != ORIGIN_ANONYMOUS;
  }

  /** Which started server it is: some are phases of another one. */
  Peer process() {
    return observation() == Observation.NONE ? this : ORIGIN;
  }

  /** Who is told in its phases. */
  Observation observation() {
    return switch (this) {
      case ORIGIN_OBSERVED -> Observation.ALL;
      case ORIGIN_LOGGED -> Observation.LOGGED;
      case ORIGIN_RECORDED -> Observation.RECORDED;
      case ORIGIN_UNRECORDED -> Observation.UNRECORDED;
      default -> Observation.NONE;
    };
  }

  boolean isNginx() {
    return this == NGINX || this == NGINX_TMPFS;
  }

  boolean servesFiles() {
    return isNginx() || this == JETTY_RESOURCE;
  }

  boolean isOrigin() {
    return role == Role.OURS;
  }

  static Peer named(String label) {
    for (Peer peer : values()) {
      if (peer.label().equals(label)) {
        return peer;
      }
    }
    throw new IllegalArgumentException(
        "no peer " + label + "; there are " + List.of(values()).stream().map(Peer::label).toList());
  }
}
