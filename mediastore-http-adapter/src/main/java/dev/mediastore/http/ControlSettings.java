// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import java.util.Objects;
import java.util.function.Function;

/**
 * What the embedder decides about the control plane. Immutable.
 *
 * @param preset how container policies are read where the original was stricter
 * @param allowInsecurePut whether a container policy may allow PutObject without demanding TLS
 * @param endpoint the absolute URI of a container's data endpoint, without a slash at its end
 */
record ControlSettings(
    Preset preset, boolean allowInsecurePut, Function<Container, String> endpoint) {
  ControlSettings {
    Objects.requireNonNull(preset, "preset");
    Objects.requireNonNull(endpoint, "endpoint");
  }
}
