// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the container that a request is for, and the endpoint under which it is found. */
final class ContainerSelector {
  private static final String PREFIX = "c/";

  private final MediaStore store;
  private final Endpoints endpoints;

  ContainerSelector(MediaStore store, Endpoints endpoints) {
    this.store = store;
    this.endpoints = endpoints;
  }

  /**
   * A container and the path inside it.
   *
   * @param path decoded, no slash at either end; empty for the container itself
   */
  record Selection(Container container, String path) {}

  /**
   * Selects by host, then by path.
   *
   * @param host normalised, or null for HTTP/1.0 without one
   * @param path decoded path of the target
   */
  Optional<Selection> select(@Nullable Authority host, String path) {
    if (host == null) {
      String name =
          endpoints
              .withoutHost()
              .orElseThrow(
                  () -> new ServiceException(ServiceError.VALIDATION, "The request has no Host."));
      return find(name).map(found -> new Selection(found, path));
    }
    Optional<String> byHost =
        endpoints.container(host.host()).or(() -> endpoints.label(host.host()));
    if (byHost.isPresent()) {
      return find(byHost.get()).map(found -> new Selection(found, path));
    }
    if (!path.startsWith(PREFIX)) {
      return Optional.empty();
    }
    int slash = path.indexOf('/', PREFIX.length());
    String name = path.substring(PREFIX.length(), slash < 0 ? path.length() : slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    return find(name).map(found -> new Selection(found, rest));
  }

  /** Tells somebody whose request found no container how containers are found. */
  static ServiceException notFound() {
    return new ServiceException(
        ServiceError.CONTAINER_NOT_FOUND,
        "No container at this address. Use the endpoint that DescribeContainer shows: its host or"
            + " its path /c/NAME selects the container.");
  }

  /** The endpoint of a container as the sender of a request can use it (contract section 1). */
  String endpoint(Container container, RequestHead head) {
    boolean secure =
        endpoints.publicUrl().map(url -> "https".equals(url.getScheme())).orElse(head.secure());
    String scheme = secure ? "https://" : "http://";
    String authority =
        endpoints.publicUrl().map(URI::getRawAuthority).orElseGet(() -> requestAuthority(head));
    String key = key(container);
    Optional<String> host =
        endpoints
            .host(container.name())
            .filter(found -> key.equals(container.name()))
            .or(() -> endpoints.host(container.id()));
    if (host.isPresent()) {
      return scheme + host.get() + port(authority);
    }
    return endpoints
        .shownBaseDomain()
        .map(domain -> scheme + container.id() + '.' + domain + port(authority))
        .orElseGet(() -> scheme + authority + '/' + PREFIX + key);
  }

  /** Ids first: nobody may take over an endpoint by naming a container like it. */
  private Optional<Container> find(String idOrName) {
    Optional<Container> found = store.containerById(idOrName);
    if (found.isEmpty()) {
      found = byName(idOrName);
    }
    return found.filter(ContainerSelector::isActive);
  }

  private Optional<Container> byName(String name) {
    try {
      return store.container(name);
    } catch (MediaStoreException notEvenAName) {
      return Optional.empty();
    }
  }

  /** An endpoint works from ACTIVE to DELETING; outside of that there is nothing behind it. */
  private static boolean isActive(Container container) {
    try {
      container.requireActive();
      return true;
    } catch (MediaStoreException notActive) {
      return false;
    }
  }

  private String key(Container container) {
    return store.arn(container.name()).equals(container.arn()) ? container.name() : container.id();
  }

  /** What the sender called this origin, less a container's own label. */
  private String requestAuthority(RequestHead head) {
    return Optional.ofNullable(head.headers().first("Host"))
        .flatMap(Authority::parse)
        .map(this::withoutLabel)
        .orElse("localhost");
  }

  private String withoutLabel(Authority authority) {
    int label = endpoints.label(authority.host()).map(text -> text.length() + 1).orElse(0);
    return new Authority(authority.host().substring(label), authority.port()).toString();
  }

  private static String port(String authority) {
    return Authority.parse(authority)
        .filter(parsed -> parsed.port() >= 0)
        .map(parsed -> ":" + parsed.port())
        .orElse("");
  }
}
