// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.FuzzSubject.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;

/**
 * The input is a credentials file. It is read or refused, never half read; a refusal quotes nothing
 * that follows an equals sign; what was read, printed anew, reads as the same.
 */
class CredentialsFileFuzzTest {
  private static final String MARK = "s3cr3tV4lu3";

  @FuzzTest
  void credentialsFile(byte[] input) {
    String text = new String(input, UTF_8);
    Map<String, SigningCredentials> read;
    try {
      read = FuzzSubject.inProportion(input.length, () -> CredentialsFileParser.parse(text));
    } catch (IllegalArgumentException e) {
      if (FuzzSubject.isTurn(input, 8)) {
        requireDiscreet(text);
      }
      return;
    }
    StringBuilder printed = new StringBuilder();
    read.forEach(
        (id, credentials) -> {
          require(id.equals(credentials.accessKeyId()), "found under its own access key");
          require(!id.isEmpty() && !credentials.secretAccessKey().isEmpty(), "complete");
          require(text.contains(credentials.secretAccessKey()), "nothing is made up");
          print(credentials, printed);
        });
    require(read.equals(CredentialsFileParser.parse(printed.toString())), "prints and reads back");
  }

  /** Marks every value of the file; a message that quoted one would show the mark. */
  private static void requireDiscreet(String text) {
    if (!text.contains("=")) {
      return;
    }
    try {
      CredentialsFileParser.parse(text.replace("=", "=" + MARK));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String afterSection = message.replaceAll("section (?s).* (has|repeats)", "$1");
      require(!afterSection.contains(MARK), "a message that quotes no value");
    }
  }

  private static void print(SigningCredentials credentials, StringBuilder out) {
    out.append('[').append(credentials.owner(String.class).orElseThrow()).append("]\n");
    out.append("aws_access_key_id=").append(credentials.accessKeyId()).append('\n');
    out.append("aws_secret_access_key=").append(credentials.secretAccessKey()).append('\n');
    credentials
        .sessionToken()
        .ifPresent(token -> out.append("aws_session_token=").append(token).append('\n'));
    credentials
        .expiresAt()
        .ifPresent(instant -> out.append("expiration=").append(instant).append('\n'));
  }
}
