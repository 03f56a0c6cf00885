// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.clients;

/**
 * Works through both planes of a started origin with the AWS SDK for Java; the exit status is the
 * verdict.
 */
public final class ClientRun {

  private ClientRun() {}

  /** Takes the origins from the environment variables ORIGIN and ORIGIN_TLS. */
  public static void main(String[] arguments) throws Exception {
    Origin plain = Origin.fromEnvironment("ORIGIN");
    Origin overTls = Origin.fromEnvironment("ORIGIN_TLS");
    try (ControlPlane control = ControlPlane.of(plain)) {
      control.run();
    }
    for (SyncHttp http : SyncHttp.values()) {
      try (DataPlane data = DataPlane.of(plain, http)) {
        data.run();
      }
    }
    try (AsyncOverTls async = AsyncOverTls.of(overTls)) {
      async.run();
    }
  }
}
