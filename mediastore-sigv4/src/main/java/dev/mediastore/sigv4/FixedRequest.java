// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request head held in plain values. Immutable. */
record FixedRequest(
    String method,
    String rawPath,
    @Nullable String rawQuery,
    List<Map.Entry<String, String>> headers)
    implements RequestView {

  FixedRequest {
    headers = List.copyOf(headers);
  }

  @Override
  public int headerCount() {
    return headers.size();
  }

  @Override
  public String headerName(int index) {
    return headers.get(index).getKey();
  }

  @Override
  public String headerValue(int index) {
    return headers.get(index).getValue();
  }

  /** Names the request line only: header values may be secret. */
  @Override
  public String toString() {
    return method + " " + rawPath;
  }
}
