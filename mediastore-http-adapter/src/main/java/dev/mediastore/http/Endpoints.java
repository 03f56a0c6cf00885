// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How requests select a container, and what endpoint DescribeContainer shows for one. Immutable.
 *
 * <p>A container is selected by the first of these that applies:
 *
 * <ol>
 *   <li>a host registered for it with {@link Builder#host};
 *   <li>the label in front of a {@linkplain Builder#baseDomain base domain}: {@code
 *       {id}.{baseDomain}}, where {@code localhost} is always a base domain;
 *   <li>the path prefix {@code /c/{name}}, which needs no names at all.
 * </ol>
 *
 * <p>In the last two a container of the origin's default account and region is known by its name as
 * well as by its endpoint id; others by id only. A host label is compared in lower case.
 *
 * <p>An endpoint is shown in the form that the settings make work: a registered host, else {@code
 * {id}.{baseDomain}} if a base domain was set, else the path prefix. Scheme and authority come from
 * {@link Builder#publicUrl}, or else from the request that asks, so that on one machine the
 * endpoint works as it stands.
 *
 * @since 0.1
 */
public final class Endpoints {
  /** Every name below it leads to this machine (RFC 6761 section 6.3). */
  private static final String LOCALHOST = "localhost";

  private static final Endpoints DEFAULTS = builder().build();

  private final @Nullable URI publicUrl;
  private final Map<String, String> hosts;
  private final List<String> baseDomains;
  private final @Nullable String shownBaseDomain;
  private final @Nullable String withoutHost;

  private Endpoints(Builder builder) {
    publicUrl = builder.publicUrl;
    hosts = Map.copyOf(builder.hosts);
    shownBaseDomain = builder.baseDomains.isEmpty() ? null : builder.baseDomains.get(0);
    List<String> all = new ArrayList<>(builder.baseDomains);
    all.add(LOCALHOST);
    baseDomains = List.copyOf(all);
    withoutHost = builder.withoutHost;
  }

  /** The path prefix, and names below {@code localhost}. */
  public static Endpoints defaults() {
    return DEFAULTS;
  }

  /** Starts from {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  Optional<URI> publicUrl() {
    return Optional.ofNullable(publicUrl);
  }

  /** The container that a host is registered for. */
  Optional<String> container(String host) {
    return Optional.ofNullable(hosts.get(host));
  }

  /** All hosts that are registered for a container. */
  Set<String> hosts() {
    return hosts.keySet();
  }

  /** The host that is registered for a container. */
  Optional<String> host(String container) {
    return hosts.entrySet().stream()
        .filter(entry -> entry.getValue().equals(container))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  /** What stands in front of a base domain; empty if the host is none below one. */
  Optional<String> label(String host) {
    for (String domain : baseDomains) {
      int dot = host.length() - domain.length() - 1;
      if (dot > 0 && host.charAt(dot) == '.' && host.endsWith(domain)) {
        return Optional.of(host.substring(0, host.length() - domain.length() - 1));
      }
    }
    return Optional.empty();
  }

  /** The base domain that endpoints are shown below. */
  Optional<String> shownBaseDomain() {
    return Optional.ofNullable(shownBaseDomain);
  }

  /** The container of HTTP/1.0 requests without a host. */
  Optional<String> withoutHost() {
    return Optional.ofNullable(withoutHost);
  }

  /**
   * Collects settings, each checked as it is set. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final Map<String, String> hosts = new LinkedHashMap<>();
    private final List<String> baseDomains = new ArrayList<>();
    private @Nullable URI publicUrl;
    private @Nullable String withoutHost;

    private Builder() {}

    /**
     * Sets scheme and authority that clients reach this origin under, for example behind a proxy.
     *
     * @param url such as {@code https://media.example.com}, without a path
     */
    public Builder publicUrl(String url) {
      URI uri = URI.create(url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
      if (!web
          || !bare
          || uri.getRawAuthority() == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "publicUrl must be http or https with a host and nothing behind it: " + url);
      }
      publicUrl = uri;
      return this;
    }

    /**
     * Registers a host for one container.
     *
     * @param host a name or address without port; requests to any port of it count
     * @param container name of a container of the default account, or an endpoint id
     */
    public Builder host(String host, String container) {
      if (hosts.putIfAbsent(name("host", host), Objects.requireNonNull(container)) != null) {
        throw new IllegalArgumentException("host registered twice: " + host);
      }
      return this;
    }

    /**
     * Adds a domain below which every container has a host. Endpoints are shown below the first.
     *
     * @param domain such as {@code media.example.com}; its wildcard record leads here
     */
    public Builder baseDomain(String domain) {
      baseDomains.add(name("baseDomain", domain));
      return this;
    }

    /**
     * Sets the container of HTTP/1.0 requests that name no host; without it they are refused.
     *
     * @param container name of a container of the default account, or an endpoint id
     */
    public Builder withoutHost(String container) {
      withoutHost = Objects.requireNonNull(container, "container");
      return this;
    }

    /** The endpoints. */
    public Endpoints build() {
      return new Endpoints(this);
    }

    private static String name(String setting, String host) {
      Optional<Authority> parsed = Authority.parse(host);
      if (parsed.isEmpty() || parsed.get().port() >= 0) {
        throw new IllegalArgumentException(setting + " must be a host without port: " + host);
      }
      return parsed.get().host().toLowerCase(Locale.ROOT);
    }
  }
}
