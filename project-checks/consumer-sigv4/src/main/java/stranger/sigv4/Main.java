// SPDX-License-Identifier: Apache-2.0
package stranger.sigv4;

import dev.mediastore.sigv4.CredentialsLookup;
import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigV4Verifier;
import dev.mediastore.sigv4.SignatureAlgorithm;
import dev.mediastore.sigv4.SignatureResult;
import dev.mediastore.sigv4.SigningCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Signs one request in Version 4A and verifies it, on the module path. */
public final class Main {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private Main() {}

  /**
   * Prints who signed.
   *
   * @param args none
   */
  public static void main(String[] args) {
    SigningCredentials credentials = SigningCredentials.of("AKIDSTRANGER", "secret");
    SigV4Signer signer =
        SigV4Signer.builder(credentials, "*")
            .algorithm(SignatureAlgorithm.ECDSA_P256_SHA256)
            .build();
    SigV4Verifier verifier =
        SigV4Verifier.builder().credentials(CredentialsLookup.of(credentials)).build();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", "live.example"));
    headers.addAll(signer.sign(RequestView.of("GET", "/a.ts", null, headers), EMPTY));
    SignatureResult result = verifier.verify(RequestView.of("GET", "/a.ts", null, headers));
    System.out.println(
        result instanceof SignatureResult.Verified verified
            ? verified.credentials().accessKeyId()
            : result);
  }
}
