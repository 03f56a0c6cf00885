// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.core.Container;
import dev.mediastore.http.ExchangeRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a meter may tell requests apart by, so that the number of series stays bounded whatever
 * clients send: never a path or a client. Safe for any thread; one for each registry of meters.
 *
 * @since 0.1
 */
public final class RequestLabels {
  private static final int MAX_CONTAINERS = 100;
  private static final String OTHERS = "others";
  private static final String NONE = "none";
  private static final List<String> CLASSES = List.of("0xx", "1xx", "2xx", "3xx", "4xx", "5xx");

  private final Set<String> containers = ConcurrentHashMap.newKeySet();

  /** Has seen no container yet. */
  public RequestLabels() {}

  /**
   * One of the operations of the service.
   *
   * @param record what became of a request
   * @return for example {@code GetObject}, or {@code none} if the request never got that far
   */
  public static String operation(ExchangeRecord record) {
    return record.operation().equals("-") ? NONE : record.operation();
  }

  /**
   * The container of a request.
   *
   * @param record what became of a request
   * @return the name of one of the first {@value #MAX_CONTAINERS} containers that were asked for,
   *     {@code others}, or {@code none}
   */
  public String container(ExchangeRecord record) {
    Container container = record.container();
    return container == null ? NONE : bounded(container.name());
  }

  private String bounded(String name) {
    if (containers.contains(name)) {
      return name;
    }
    return containers.size() < MAX_CONTAINERS && containers.add(name) ? name : OTHERS;
  }

  /**
   * How a request ended.
   *
   * @param record what became of a request
   * @return {@code 2xx} to {@code 5xx} by its status, {@code client_left} if there was no answer,
   *     {@code cut_off} if that was not sent to its end
   */
  public static String outcome(ExchangeRecord record) {
    if (record.status() == 0) {
      return "client_left";
    }
    if (!record.complete() && record.error() == null) {
      return "cut_off";
    }
    int hundreds = record.status() / 100;
    return hundreds < CLASSES.size() ? CLASSES.get(hundreds) : hundreds + "xx";
  }
}
