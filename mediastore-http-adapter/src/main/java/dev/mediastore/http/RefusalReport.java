// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused, for whoever runs the origin. Immutable; free of secrets by
 * construction of its parts.
 *
 * @param reason what was found, in one sentence
 * @param clockOffset how far ahead of our clock the request is dated, or null
 * @param differences what the client signed and what arrived, where that could be found out
 * @param statements what became of each policy statement
 * @param hints what to change, the likeliest first
 * @param canonicalRequest as the verifier computed it, redacted, or null
 * @param stringToSign as the verifier computed it, or null
 */
record RefusalReport(
    String reason,
    @Nullable Duration clockOffset,
    List<Difference> differences,
    List<String> statements,
    List<String> hints,
    @Nullable String canonicalRequest,
    @Nullable String stringToSign) {

  /**
   * One part of the canonical request that differs.
   *
   * @param part for example {@code header host}
   * @param here as it arrived
   * @param signed as the client signed it
   */
  record Difference(String part, String here, String signed) {
    @Override
    public String toString() {
      return part + " is '" + here + "' here and '" + signed + "' where it was signed";
    }
  }

  RefusalReport {
    differences = List.copyOf(differences);
    statements = List.copyOf(statements);
    hints = List.copyOf(hints);
  }

  /** A report about something else than a signature. */
  static RefusalReport of(String reason, List<String> statements, List<String> hints) {
    return new RefusalReport(reason, null, List.of(), statements, hints, null, null);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonText.object();
    json.put("reason", reason);
    if (clockOffset != null) {
      json.put("clockOffsetSeconds", clockOffset.toMillis() / 1000.0);
    }
    if (!differences.isEmpty()) {
      ArrayNode list = json.putArray("differences");
      for (Difference each : differences) {
        list.addObject()
            .put("part", each.part())
            .put("here", each.here())
            .put("signed", each.signed());
      }
    }
    addAll(json, "statements", statements);
    addAll(json, "hints", hints);
    if (canonicalRequest != null) {
      json.put("canonicalRequest", canonicalRequest);
    }
    if (stringToSign != null) {
      json.put("stringToSign", stringToSign);
    }
    return json;
  }

  private static void addAll(ObjectNode json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode list = json.putArray(name);
      texts.forEach(list::add);
    }
  }

  /** The most useful part in few words, for where there is room for no more. */
  String summary() {
    if (!differences.isEmpty()) {
      return differences.get(0).toString();
    }
    return hints.isEmpty() ? reason : hints.get(0);
  }

  /** Everything on one line. */
  String line() {
    List<String> parts = new ArrayList<>();
    parts.add(reason);
    if (clockOffset != null) {
      parts.add("clock offset " + clockOffset);
    }
    differences.forEach(each -> parts.add(each.toString()));
    parts.addAll(statements);
    hints.forEach(hint -> parts.add("hint: " + hint));
    if (canonicalRequest != null) {
      parts.add("canonical request: " + canonicalRequest);
    }
    if (stringToSign != null) {
      parts.add("string to sign: " + stringToSign);
    }
    return LogText.line(String.join(" | ", parts));
  }
}
