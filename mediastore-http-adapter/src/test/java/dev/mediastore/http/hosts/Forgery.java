// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes requests whose signatures are right or wrong in any way one likes; written apart from the
 * signer and the verifier of the project, from the signing rules alone.
 */
final class Forgery {
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  static final String CHAIN = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  static final String CHAIN_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
  static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  static final String EMPTY = sha256("");
  static final String MADE_UP = "0123456789abcdef".repeat(4);

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String method;
  private final String target;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private String key = AttackedOrigin.KEY;
  private String secret = AttackedOrigin.SECRET;
  private String token = "";
  private String algorithm = "AWS4-HMAC-SHA256";
  private String date = BASIC.format(AttackedOrigin.NOW);
  private String scopeDay = "";
  private String region = "us-east-1";
  private String service = "mediastore";
  private String terminator = "aws4_request";
  private String payload = UNSIGNED;
  private boolean declared = true;
  private boolean doubleEncoded = true;
  private boolean tokenSigned = true;
  private String signedHeaders = "";
  private String signature = "";

  private Forgery(String method, String target) {
    this.method = method;
    this.target = target;
    headers.add(Map.entry("Host", AttackedOrigin.PRIVATE_HOST));
  }

  static Forgery of(String method, String target) {
    return new Forgery(method, target);
  }

  Forgery host(String name) {
    headers.set(0, Map.entry("Host", name));
    return this;
  }

  Forgery with(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  Forgery key(String id, String secretKey) {
    key = id;
    secret = secretKey;
    return this;
  }

  Forgery token(String sessionToken) {
    token = sessionToken;
    return this;
  }

  /** Sends the token without covering it, as some clients once did. */
  Forgery tokenUnsigned() {
    tokenSigned = false;
    return this;
  }

  Forgery at(Instant instant) {
    return date(BASIC.format(instant));
  }

  Forgery date(String text) {
    date = text;
    return this;
  }

  Forgery scope(String day, String regionName, String serviceName, String end) {
    scopeDay = day;
    region = regionName;
    service = serviceName;
    terminator = end;
    return this;
  }

  Forgery algorithm(String name) {
    algorithm = name;
    return this;
  }

  /** Declares the body in {@code x-amz-content-sha256}. */
  Forgery payload(String field) {
    payload = field;
    return this;
  }

  /** Covers a body that no header declares. */
  Forgery undeclared(String body) {
    payload = sha256(body);
    declared = false;
    return this;
  }

  /** The same for text that is sent in UTF-8. */
  Forgery undeclaredUtf8(String body) {
    return undeclared(
        new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  /** Signs the path by the rules of S3. */
  Forgery singleEncoded() {
    doubleEncoded = false;
    return this;
  }

  /** Says that other headers are signed than all of them. */
  Forgery signedHeaders(String list) {
    signedHeaders = list;
    return this;
  }

  /** The signature of the last {@link #signed} or {@link #presigned}. */
  String signature() {
    return signature;
  }

  private String scope() {
    String day = scopeDay.isEmpty() ? date.substring(0, Math.min(8, date.length())) : scopeDay;
    return day + "/" + region + "/" + service + "/" + terminator;
  }

  /** The head with its signature in a header, ending in an empty line. */
  String signed() {
    List<Map.Entry<String, String>> all = new ArrayList<>(headers);
    all.add(Map.entry("X-Amz-Date", date));
    if (declared) {
      all.add(Map.entry("X-Amz-Content-Sha256", payload));
    }
    if (!token.isEmpty() && tokenSigned) {
      all.add(Map.entry("X-Amz-Security-Token", token));
    }
    Map<String, String> covered = covered(all);
    String names = signedHeaders.isEmpty() ? String.join(";", covered.keySet()) : signedHeaders;
    String canonical = canonical(query(), covered, names, payload);
    signature = sign(stringToSign(algorithm, canonical));
    String authorization =
        algorithm
            + " Credential="
            + key
            + "/"
            + scope()
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature;
    all.add(Map.entry("Authorization", authorization));
    if (!token.isEmpty() && !tokenSigned) {
      all.add(Map.entry("X-Amz-Security-Token", token));
    }
    return head(target, all);
  }

  /** The head with its signature in the query, ending in an empty line. */
  String presigned(String expires) {
    List<String> parameters = new ArrayList<>();
    if (!query().isEmpty()) {
      parameters.addAll(List.of(query().split("&")));
    }
    Map<String, String> covered = covered(headers);
    String names = signedHeaders.isEmpty() ? String.join(";", covered.keySet()) : signedHeaders;
    parameters.add("X-Amz-Algorithm=" + algorithm);
    parameters.add("X-Amz-Credential=" + encode(key + "/" + scope()));
    parameters.add("X-Amz-Date=" + date);
    if (!expires.equals("missing")) {
      parameters.add("X-Amz-Expires=" + encode(expires));
    }
    parameters.add("X-Amz-SignedHeaders=" + encode(names));
    if (declared) {
      parameters.add("X-Amz-Content-Sha256=" + payload);
    }
    if (!token.isEmpty()) {
      parameters.add("X-Amz-Security-Token=" + encode(token));
    }
    String query = parameters.stream().sorted().collect(Collectors.joining("&"));
    signature = sign(stringToSign(algorithm, canonical(query, covered, names, payload)));
    return head(path() + "?" + query + "&X-Amz-Signature=" + signature, headers);
  }

  /** A frame of a signed stream; {@code previous} is the signature before. */
  String frame(String previous, String data) {
    return Integer.toHexString(data.length())
        + ";chunk-signature="
        + chunkSignature(previous, data)
        + "\r\n"
        + data
        + "\r\n";
  }

  String chunkSignature(String previous, String data) {
    return sign(
        "AWS4-HMAC-SHA256-PAYLOAD\n"
            + date
            + "\n"
            + scope()
            + "\n"
            + previous
            + "\n"
            + EMPTY
            + "\n"
            + sha256(data));
  }

  /** All frames of a signed stream, from the signature of the head on, the last one empty. */
  String stream(String... chunks) {
    StringBuilder body = new StringBuilder();
    String previous = signature;
    for (String chunk : chunks) {
      body.append(frame(previous, chunk));
      previous = chunkSignature(previous, chunk);
    }
    return body.append(frame(previous, "")).toString();
  }

  private String head(String requestTarget, List<Map.Entry<String, String>> fields) {
    StringBuilder text = new StringBuilder(method + ' ' + requestTarget + " HTTP/1.1\r\n");
    fields.forEach(field -> text.append(field.getKey() + ": " + field.getValue() + "\r\n"));
    return text.append("\r\n").toString();
  }

  private static Map<String, String> covered(List<Map.Entry<String, String>> fields) {
    Map<String, String> covered = new TreeMap<>();
    for (Map.Entry<String, String> field : fields) {
      covered.merge(
          field.getKey().toLowerCase(Locale.ROOT),
          field.getValue().strip().replaceAll(" +", " "),
          (one, other) -> one + "," + other);
    }
    covered.keySet().removeAll(List.of("content-length", "transfer-encoding", "expect"));
    return covered;
  }

  private String path() {
    return target.split("\\?", 2)[0];
  }

  private String query() {
    String[] parts = target.split("\\?", 2);
    return parts.length == 1 || parts[1].isEmpty()
        ? ""
        : Arrays.stream(parts[1].split("&", -1))
            .map(each -> each.contains("=") ? each : each + "=")
            .sorted()
            .collect(Collectors.joining("&"));
  }

  private String canonical(
      String query, Map<String, String> covered, String names, String payloadField) {
    String collapsed = doubleEncoded ? path().replaceAll("/+", "/") : path();
    String path =
        doubleEncoded
            ? Arrays.stream(collapsed.split("/", -1))
                .map(Forgery::encode)
                .collect(Collectors.joining("/"))
            : collapsed;
    StringBuilder text = new StringBuilder(method + '\n' + path + '\n' + query + '\n');
    for (String name : names.split(";", -1)) {
      text.append(name + ':' + covered.getOrDefault(name.toLowerCase(Locale.ROOT), "") + '\n');
    }
    return text.append('\n').append(names).append('\n').append(payloadField).toString();
  }

  private String stringToSign(String name, String canonical) {
    return name + "\n" + date + "\n" + scope() + "\n" + sha256(canonical);
  }

  private String sign(String stringToSign) {
    byte[] signing = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope().split("/", -1)) {
      signing = hmac(signing, part);
    }
    return HexFormat.of().formatHex(hmac(signing, stringToSign));
  }

  static String encode(String text) {
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

  private static byte[] hmac(byte[] signing, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(signing, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
