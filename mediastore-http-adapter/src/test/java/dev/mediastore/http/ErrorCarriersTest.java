// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.http.TestHost.Answer;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Where clients look for an error (contract section 3.1, signing rules section 7). */
class ErrorCarriersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void dataError_isInHeaderAndBody() throws IOException {
    try (Fixture origin = new Fixture()) {
      Answer answer = origin.get("/missing.ts");
      assertEquals(404, answer.status());
      assertEquals("ObjectNotFoundException", answer.header("x-amzn-ErrorType"));
      assertEquals("application/json", answer.header("Content-Type"));
      JsonNode body = JSON.readTree(answer.body());
      assertEquals("ObjectNotFoundException", body.path("__type").asText());
      assertEquals("No object at this path.", body.path("message").asText());
      assertEquals("No object at this path.", body.path("Message").asText());
    }
  }

  @Test
  void headError_isInHeadersOnly() {
    try (Fixture origin = new Fixture()) {
      Answer answer = origin.call("HEAD", "/missing.ts").send();
      assertEquals(404, answer.status());
      assertEquals("ObjectNotFoundException", answer.header("x-amzn-ErrorType"));
      assertEquals("No object at this path.", answer.header("x-amzn-error-message"));
      assertEquals(0, answer.body().length);
    }
  }

  @Test
  void controlError_isOfTheControlPlanesType() throws IOException {
    try (Fixture origin = new Fixture()) {
      Answer answer =
          origin.call("POST", "/").header("X-Amz-Target", "MediaStore_20170901.X").send("{}");
      assertEquals(400, answer.status());
      assertEquals("application/x-amz-json-1.1", answer.header("Content-Type"));
      assertEquals("MissingAuthenticationTokenException", answer.error());
      assertEquals(
          "MissingAuthenticationTokenException",
          JSON.readTree(answer.body()).path("__type").asText());
    }
  }

  @Property
  void body_isAlwaysADocument(@ForAll String message) throws IOException {
    byte[] body = ErrorAnswers.body(new ServiceException(ServiceError.VALIDATION, message), null);
    assertEquals(PublicText.of(message), JSON.readTree(body).path("message").asText());
  }

  @Test
  void errorText_reflectsNoInput() {
    try (Fixture origin = new Fixture().policy(Fixture.allow("\"*\"", "mediastore:ListItems"))) {
      String nasty = "<script>\"'&\\";
      Answer answer =
          origin
              .call("GET", "/" + "a".repeat(900))
              .header("X-Nasty", nasty)
              .header("User-Agent", nasty)
              .send();
      assertEquals(403, answer.status());
      assertTrue(answer.text().matches("[ -~]*"));
      answer.headers().forEach((name, value) -> assertTrue(value.indexOf('<') < 0, name));
      assertTrue(answer.text().length() < 2 * 255 + 100);
    }
  }
}
