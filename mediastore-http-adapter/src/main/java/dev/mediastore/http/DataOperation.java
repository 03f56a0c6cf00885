// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Optional;

/** The operations of the data plane (contract section 7.1). */
enum DataOperation {
  GET_OBJECT("GetObject"),
  DESCRIBE_OBJECT("DescribeObject"),
  PUT_OBJECT("PutObject"),
  DELETE_OBJECT("DeleteObject"),
  LIST_ITEMS("ListItems");

  private final String action;

  DataOperation(String action) {
    this.action = action;
  }

  /** The name of the operation and, after {@code mediastore:}, of its action in policies. */
  String action() {
    return action;
  }

  /** What it is counted as; an upload tells that only with its head fields. */
  Optional<RequestQuotas.Kind> quota() {
    return switch (this) {
      case GET_OBJECT -> Optional.of(RequestQuotas.Kind.GET);
      case DESCRIBE_OBJECT -> Optional.of(RequestQuotas.Kind.DESCRIBE);
      case DELETE_OBJECT -> Optional.of(RequestQuotas.Kind.DELETE);
      case LIST_ITEMS -> Optional.of(RequestQuotas.Kind.LIST);
      case PUT_OBJECT -> Optional.empty();
    };
  }

  /**
   * The operation of a method.
   *
   * @param top whether the path is that of the container itself
   * @throws ServiceException if there is none
   */
  static DataOperation of(String method, boolean top, Preset preset) {
    return switch (method) {
      case "GET" -> top ? LIST_ITEMS : GET_OBJECT;
      case "HEAD" -> DESCRIBE_OBJECT;
      case "PUT" -> PUT_OBJECT;
      case "DELETE" -> DELETE_OBJECT;
      case "POST" -> {
        if (top || preset == Preset.STRICT) {
          throw notAllowed(preset, top);
        }
        yield PUT_OBJECT;
      }
      default -> throw notAllowed(preset, top);
    };
  }

  /** The methods that could be used instead. */
  static String allowed(Preset preset, boolean top) {
    if (top) {
      return "GET, HEAD, OPTIONS";
    }
    return preset == Preset.STRICT
        ? "GET, HEAD, PUT, DELETE, OPTIONS"
        : "GET, HEAD, PUT, POST, DELETE, OPTIONS";
  }

  private static ServiceException notAllowed(Preset preset, boolean top) {
    return new ServiceException(
            ServiceError.METHOD_NOT_ALLOWED, "The method is not allowed here. See header Allow.")
        .with("Allow", allowed(preset, top));
  }
}
