// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SignatureAlgorithm;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests with elliptic signatures, made by the signer of the project: a second implementation of
 * the curve is not worth its code here, and the AWS vectors try it in sigv4.
 *
 * @param good whether it has to be let in
 */
record SignedByUs(String what, String request, boolean good) {

  static List<SignedByUs> regionSets() {
    List<SignedByUs> all = new ArrayList<>();
    for (String set : List.of("us-east-1", "*", "us-*", "eu-west-1,us-east-1")) {
      all.add(new SignedByUs(set, signed(set), true));
    }
    for (String set : List.of("eu-west-1", "us-west-*", "us-east-11", "us-east", "-")) {
      all.add(new SignedByUs(set, signed(set), false));
    }
    String good = signed("us-east-1");
    all.add(
        new SignedByUs(
            "changed", good.replace("Region-Set: us-east-1", "Region-Set: us-*"), false));
    all.add(
        new SignedByUs(
            "removed", good.replaceFirst("(?i)X-Amz-Region-Set: us-east-1\r\n", ""), false));
    all.add(new SignedByUs("not signed", good.replace(";x-amz-region-set", ""), false));
    return all;
  }

  private static String signed(String regionSet) {
    List<Map.Entry<String, String>> headers =
        new ArrayList<>(List.of(Map.entry("Host", AttackedOrigin.PRIVATE_HOST)));
    RequestView view = RequestView.of("GET", AttackedOrigin.KEPT, null, headers);
    headers.addAll(
        SigV4Signer.builder(
                SigningCredentials.of(AttackedOrigin.KEY, AttackedOrigin.SECRET), regionSet)
            .algorithm(SignatureAlgorithm.ECDSA_P256_SHA256)
            .clock(InstantSource.fixed(AttackedOrigin.NOW))
            .build()
            .sign(view, Forgery.EMPTY));
    StringBuilder head = new StringBuilder("GET " + AttackedOrigin.KEPT + " HTTP/1.1\r\n");
    headers.forEach(field -> head.append(field.getKey() + ": " + field.getValue() + "\r\n"));
    return head.append("\r\n").toString();
  }

  @Override
  public String toString() {
    return what;
  }
}
