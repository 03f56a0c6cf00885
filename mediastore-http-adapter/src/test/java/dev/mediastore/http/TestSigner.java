// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client's side of Signature Version 4, written apart from the verifier it is tried against. */
final class TestSigner {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private final String accessKeyId;
  private final String secret;
  private String region = "us-east-1";
  private String service = "mediastore";
  private String token = "";

  TestSigner(String accessKeyId, String secret) {
    this.accessKeyId = accessKeyId;
    this.secret = secret;
  }

  TestSigner region(String name) {
    region = name;
    return this;
  }

  TestSigner service(String name) {
    service = name;
    return this;
  }

  TestSigner token(String value) {
    token = value;
    return this;
  }

  /** Signs a request without a body, or one whose body the signature covers undeclared. */
  TestHost.Call sign(TestHost.Call call, Instant at, byte[] body) {
    return sign(call, at, sha256(body), false);
  }

  /** Signs a request and declares what is said about the body in {@code x-amz-content-sha256}. */
  TestHost.Call declare(TestHost.Call call, Instant at, String payload) {
    return sign(call, at, payload, true);
  }

  private TestHost.Call sign(TestHost.Call call, Instant at, String payload, boolean declared) {
    String date = BASIC.format(at);
    call.header("X-Amz-Date", date);
    if (declared) {
      call.header("X-Amz-Content-Sha256", payload);
    }
    if (!token.isEmpty()) {
      call.header("X-Amz-Security-Token", token);
    }
    RequestHead head = call.head();
    TreeMap<String, String> signed = new TreeMap<>();
    head.headers()
        .forEach(
            (name, value) ->
                signed.merge(
                    name.toLowerCase(Locale.ROOT), value, (one, other) -> one + "," + other));
    signed.keySet().removeAll(List.of("content-length", "transfer-encoding", "expect"));
    String names = String.join(";", signed.keySet());
    String canonical = canonical(head, signed, names, payload);
    String signature = signature(canonical, date);
    return call.header(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential="
            + accessKeyId
            + "/"
            + scope(date)
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
  }

  /** A presigned target for {@code Host: media.test}. */
  String presign(String method, String path, Instant at, long seconds) {
    String date = BASIC.format(at);
    String query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + encode(accessKeyId + "/" + scope(date))
            + "&X-Amz-Date="
            + date
            + "&X-Amz-Expires="
            + seconds
            + (token.isEmpty() ? "" : "&X-Amz-Security-Token=" + encode(token))
            + "&X-Amz-SignedHeaders=host";
    String payload = method.equals("PUT") ? UNSIGNED : sha256(new byte[0]);
    String hash = method.equals("PUT") ? "&X-Amz-Content-Sha256=" + UNSIGNED : "";
    String all = Arrays.stream((query + hash).split("&")).sorted().collect(Collectors.joining("&"));
    String canonical =
        method + '\n' + encodePath(path) + '\n' + all + "\nhost:media.test\n\nhost\n" + payload;
    return path + "?" + all + "&X-Amz-Signature=" + signature(canonical, date);
  }

  /** The signature of one chunk of a signed stream. */
  String chunkSignature(String previous, String chunk, Instant at) {
    String date = BASIC.format(at);
    String toSign =
        "AWS4-HMAC-SHA256-PAYLOAD\n"
            + date
            + "\n"
            + scope(date)
            + "\n"
            + previous
            + "\n"
            + sha256(new byte[0])
            + "\n"
            + sha256(chunk.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hmac(key(date), toSign));
  }

  private String scope(String date) {
    return date.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
  }

  private static String canonical(
      RequestHead head, Map<String, String> signed, String names, String payload) {
    String target = head.rawTarget();
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query =
        question < 0 || question == target.length() - 1
            ? ""
            : Arrays.stream(target.substring(question + 1).split("&"))
                .map(each -> each.contains("=") ? each : each + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    StringBuilder text = new StringBuilder();
    text.append(head.method()).append('\n').append(encodePath(path)).append('\n');
    text.append(query).append('\n');
    signed.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.append('\n').append(names).append('\n').append(payload).toString();
  }

  private static String encodePath(String path) {
    String collapsed = path.replaceAll("/+", "/");
    return Arrays.stream(collapsed.split("/", -1))
        .map(TestSigner::encode)
        .collect(Collectors.joining("/"));
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean unreserved =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      encoded.append(unreserved ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return encoded.toString();
  }

  private String signature(String canonical, String date) {
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + date
            + "\n"
            + scope(date)
            + "\n"
            + sha256(canonical.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hmac(key(date), toSign));
  }

  private byte[] key(String date) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope(date).split("/", -1)) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
