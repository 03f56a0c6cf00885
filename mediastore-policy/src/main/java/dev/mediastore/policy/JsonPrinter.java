// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Prints a document in normal form, in ASCII. Used for one document, by one thread. */
final class JsonPrinter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final JsonGenerator out;

  private JsonPrinter(JsonGenerator out) {
    this.out = out;
  }

  static String print(PolicyDocument document) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      new JsonPrinter(generator).document(document);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a text cannot fail", e);
    }
    return text.toString();
  }

  private void document(PolicyDocument document) throws IOException {
    out.writeStartObject();
    if (document.version().isPresent()) {
      out.writeStringField("Version", document.version().orElseThrow());
    }
    if (document.id().isPresent()) {
      out.writeStringField("Id", document.id().orElseThrow());
    }
    out.writeArrayFieldStart("Statement");
    for (Statement statement : document.statements()) {
      statement(statement);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void statement(Statement statement) throws IOException {
    out.writeStartObject();
    if (statement.sid().isPresent()) {
      out.writeStringField("Sid", statement.sid().orElseThrow());
    }
    out.writeStringField("Effect", statement.effect().text());
    PrincipalElement principal = statement.principalElement();
    if (principal != null) {
      principal(principal);
    }
    ActionElement action = statement.actionElement();
    texts(action.negated() ? "NotAction" : "Action", action.texts());
    ResourceElement resource = statement.resourceElement();
    texts(resource.negated() ? "NotResource" : "Resource", resource.texts());
    conditions(statement.conditions());
    out.writeEndObject();
  }

  private void principal(PrincipalElement principal) throws IOException {
    String name = principal.negated() ? "NotPrincipal" : "Principal";
    if (principal.bare()) {
      out.writeStringField(name, "*");
      return;
    }
    out.writeObjectFieldStart(name);
    for (PrincipalElement.Group group : principal.groups()) {
      texts(group.type(), group.texts());
    }
    out.writeEndObject();
  }

  private void conditions(List<Condition> conditions) throws IOException {
    if (conditions.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("Condition");
    String operator = "";
    for (Condition condition : conditions) {
      if (!condition.operatorText().equals(operator)) {
        if (!operator.isEmpty()) {
          out.writeEndObject();
        }
        operator = condition.operatorText();
        out.writeObjectFieldStart(operator);
      }
      texts(condition.keyText(), condition.texts());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  /** One value as itself, another number of values as a list. */
  private void texts(String name, List<String> texts) throws IOException {
    if (texts.size() == 1) {
      out.writeStringField(name, texts.get(0));
      return;
    }
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
