// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields after the last chunk: exactly those announced, signed where chunks are signed, each
 * checksum that of the object. Used by one thread at a time.
 */
final class Trailer {
  private static final String SIGNATURE = "x-amz-trailer-signature";

  private final PayloadExpectation payload;
  private final SigV4Limits limits;
  private final @Nullable ChunkChain chain;
  private final Map<String, TrailerChecksum> checksums = new LinkedHashMap<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private @Nullable String signature;
  private int bytes;

  Trailer(PayloadExpectation payload, SigV4Limits limits, @Nullable ChunkChain chain) {
    this.payload = payload;
    this.limits = limits;
    this.chain = chain;
    for (String name : payload.trailers()) {
      if (name.startsWith(TrailerChecksum.PREFIX)) {
        TrailerChecksum checksum = TrailerChecksum.forField(name);
        if (checksum != null) {
          checksums.put(name, checksum);
        }
      }
    }
  }

  /** Takes bytes of the object, leaving the buffer as it is. */
  void update(ByteBuffer data) {
    for (TrailerChecksum checksum : checksums.values()) {
      checksum.update(data.duplicate());
    }
  }

  /** Returns how long the next line may be. */
  int room() {
    return limits.trailerBytes() - bytes;
  }

  void add(String line) throws Refusal {
    bytes += line.length();
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw bad("A trailer line is not a name and a value");
    }
    String name = PayloadField.lower(line.substring(0, colon));
    String value = line.substring(colon + 1).trim();
    if (signature != null) {
      throw bad("A trailer field follows the trailer signature");
    }
    if (!payload.form().trailer()) {
      throw bad("A trailer field follows a payload of a form that has no trailer");
    }
    if (name.equals(SIGNATURE) && chain != null) {
      signature = value;
    } else if (!payload.trailers().contains(name) || fields.put(name, value) != null) {
      throw bad("A trailer field was not announced or comes twice: " + PublicText.of(name));
    }
  }

  void end() throws Refusal {
    for (String name : payload.trailers()) {
      if (!fields.containsKey(name)) {
        throw bad("An announced trailer field is missing: " + PublicText.of(name));
      }
    }
    checkSignature();
    for (Map.Entry<String, TrailerChecksum> checksum : checksums.entrySet()) {
      if (!checksum.getValue().value().equals(fields.get(checksum.getKey()))) {
        throw new Refusal(
            SigV4Error.CHECKSUM_MISMATCH,
            "The body does not have the checksum in the trailer "
                + PublicText.of(checksum.getKey()));
      }
    }
  }

  private void checkSignature() throws Refusal {
    if (chain == null || !payload.form().trailer()) {
      return;
    }
    if (signature == null || !chain.endTrailer(canonical(), signature)) {
      throw new Refusal(
          SigV4Error.CHUNK_SIGNATURE,
          "The trailer signature is missing or does not match the one we calculated");
    }
  }

  /** The fields sorted by name as signers write them, whatever their order on the wire. */
  private byte[] canonical() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(fields)
        .forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  List<Map.Entry<String, String>> fields() {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    fields.forEach((name, value) -> entries.add(Map.entry(name, value)));
    return entries;
  }

  private static Refusal bad(String message) {
    return new Refusal(SigV4Error.BAD_TRAILER, message);
  }
}
