// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.InstantSource;
import java.util.List;

/** The settings of a verifier once checked. Immutable. */
record VerifierSettings(
    String service,
    List<String> regions,
    PathRules pathRules,
    CredentialsLookup credentials,
    InstantSource clock,
    long skewMillis,
    SigV4Limits limits,
    boolean presigned,
    boolean streamingPayloads,
    boolean sigV4a,
    boolean unsignedPayloads,
    boolean anonymous,
    boolean signedContentType,
    List<String> unsignedHeaders) {

  boolean acceptsRegion(String region) {
    return regions.isEmpty() ? !region.isEmpty() : regions.contains(region);
  }
}
