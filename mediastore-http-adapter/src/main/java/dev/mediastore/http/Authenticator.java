// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.CredentialsLookup;
import dev.mediastore.sigv4.SigV4Verifier;
import dev.mediastore.sigv4.SignatureResult;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a request gets a caller. Safe for any thread.
 *
 * <p>Every request goes through here, whatever its operation and however its body is framed; there
 * is no second way in (signing rules, attack cases 1 to 5).
 */
final class Authenticator {
  private final CallerLookups callers;
  private final Preset preset;
  private final InstantSource clock;
  private final Duration clockSkew;

  /** One verifier per region: the region is part of what a signature is verified against. */
  private final ConcurrentMap<String, Gate> dataGates = new ConcurrentHashMap<>();

  private final Gate controlGate;
  private final CallerHook hook;
  private final ProxyHints proxies;

  /** A verifier, and how to make one like it that looks credentials up elsewhere. */
  private record Gate(SigV4Verifier verifier, Function<CredentialsLookup, SigV4Verifier> alike) {}

  /**
   * The key found while this thread verifies. A verifier hands on credentials only, and asking the
   * directory again could give another answer. Set and removed within one call, so an instance
   * leaves nothing behind on a thread.
   */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable AccessKey> found = new ThreadLocal<>();

  Authenticator(
      CallerLookups callers,
      Preset preset,
      InstantSource clock,
      Duration clockSkew,
      CallerHook hook,
      ProxyHints proxies) {
    this.callers = callers;
    this.preset = preset;
    this.clock = clock;
    this.clockSkew = clockSkew;
    this.hook = hook;
    this.proxies = proxies;
    this.controlGate = gate(lookup -> verifier(lookup).presigned(false).build());
  }

  /** Who sent a request to a container of {@code region}. */
  Authentication data(Transaction transaction, RequestTarget target, String region) {
    Gate gate =
        dataGates.computeIfAbsent(
            region,
            name -> gate(lookup -> verifier(lookup).region(name).presigned(!isStrict()).build()));
    return verify(gate, transaction, target);
  }

  /** Who sent a control-plane request; its region is the one it was signed for. */
  Authentication control(Transaction transaction, RequestTarget target) {
    Authentication authentication = verify(controlGate, transaction, target);
    if (authentication.caller().isAnonymous()) {
      throw new ServiceException(
          ServiceError.MISSING_AUTHENTICATION_TOKEN,
          "Request is missing authentication: the control plane takes signed requests only.");
    }
    return authentication;
  }

  private Gate gate(Function<CredentialsLookup, SigV4Verifier> maker) {
    return new Gate(maker.apply(this::lookUp), maker);
  }

  private Authentication verify(Gate gate, Transaction transaction, RequestTarget target) {
    try {
      SignatureResult result = gate.verifier().verify(new SignedHead(transaction.head(), target));
      if (result instanceof SignatureResult.Refused refused) {
        throw explained(refused, gate, transaction.head(), target);
      }
      return new Authentication(result, caller(result, transaction.head()));
    } finally {
      found.remove();
    }
  }

  /** The report verifies variants of the request, for which nobody has to be asked again. */
  private ServiceException explained(
      SignatureResult.Refused refused, Gate gate, RequestHead head, RequestTarget target) {
    AccessKey known = found.get();
    CredentialsLookup lookup = id -> Optional.ofNullable(known).map(AccessKey::credentials);
    return SignatureErrors.translate(refused)
        .explained(
            () -> SignatureReport.of(refused, gate.alike().apply(lookup), head, target, proxies));
  }

  private Caller caller(SignatureResult result, RequestHead head) {
    if (!(result instanceof SignatureResult.Signed signed)) {
      return Caller.anonymous();
    }
    AccessKey key = found.get();
    if (key == null || !key.credentials().equals(signed.credentials())) {
      throw new IllegalStateException("a signature was verified with a key nobody looked up");
    }
    return Objects.requireNonNull(
        hook.caller(new VerifiedRequest(head, signed, key.caller())), "caller of the hook");
  }

  private Optional<SigningCredentials> lookUp(String accessKeyId) {
    Optional<AccessKey> key = callers.find(accessKeyId);
    found.set(key.orElse(null));
    return key.map(AccessKey::credentials);
  }

  private SigV4Verifier.Builder verifier(CredentialsLookup lookup) {
    return SigV4Verifier.builder()
        .credentials(lookup)
        .clock(clock)
        .clockSkew(clockSkew)
        .streamingPayloads(!isStrict())
        .sigV4a(!isStrict());
  }

  private boolean isStrict() {
    return preset == Preset.STRICT;
  }
}
