// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;

/** Prints an object as JSON on one line, for the programs that read a command's output. */
final class JsonLine {
  /** ASCII only, so that the encoding of the terminal does not matter. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Writes the members of the object. */
  interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private JsonLine() {}

  static String of(Members members) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    }
    return line.toString();
  }
}
