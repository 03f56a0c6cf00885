// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsFileTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @TempDir Path folder;
  private Path file = Path.of("");
  private Instant now = Instant.parse("2026-11-23T07:00:00Z");
  private final InstantSource clock = () -> now;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("credentials");
  }

  private void write(String text, Instant modified) throws IOException {
    Path next = folder.resolve("next");
    Files.writeString(next, text);
    Files.setLastModifiedTime(next, FileTime.from(modified));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String section(String name, String key, String secret) {
    return "["
        + name
        + "]\naws_access_key_id = "
        + key
        + "\naws_secret_access_key="
        + secret
        + "\n";
  }

  private CredentialsFile open() {
    return CredentialsFile.open(file, INTERVAL, clock);
  }

  private static Optional<String> secret(CredentialsLookup lookup, String key) {
    return lookup.find(key).map(SigningCredentials::secretAccessKey);
  }

  @Test
  void file_opened_givesItsSections() throws IOException {
    write(
        "# comment\n; comment\n\n"
            + section(" encoder ", "A", "s=a/b+c")
            + "[player]\r\n  aws_access_key_id=B\r\naws_secret_access_key = sb \r\n"
            + "aws_session_token = tok=en\nexpiration = 2026-11-23T08:00:00Z\nregion = x\n",
        now.minusSeconds(60));
    CredentialsFile opened = CredentialsFile.open(file);
    SigningCredentials encoder = opened.find("A").orElseThrow();
    assertEquals("s=a/b+c", encoder.secretAccessKey());
    assertEquals(Optional.of("encoder"), encoder.owner(String.class));
    assertEquals(Optional.empty(), encoder.sessionToken());
    assertEquals(Optional.empty(), encoder.expiresAt());
    SigningCredentials player = opened.find("B").orElseThrow();
    assertEquals("sb", player.secretAccessKey());
    assertEquals(Optional.of("tok=en"), player.sessionToken());
    assertEquals(Optional.of(Instant.parse("2026-11-23T08:00:00Z")), player.expiresAt());
    assertEquals(Optional.empty(), opened.find("C"));
  }

  @Test
  void file_replaced_countsAfterTheInterval() throws IOException {
    write(section("a", "A", "old") + section("b", "B", "sb"), now.minusSeconds(60));
    CredentialsFile opened = open();
    write(section("a", "A", "new"), now.minusSeconds(50));
    now = now.plusMillis(999);
    assertEquals(Optional.of("old"), secret(opened, "A"));
    now = now.plusMillis(1);
    assertEquals(Optional.of("new"), secret(opened, "A"));
    assertEquals(Optional.empty(), opened.find("B"));
  }

  @Test
  void file_unchanged_isNotReadAgain() throws IOException {
    write(section("a", "A", "s"), now.minusSeconds(60));
    CredentialsFile opened = open();
    SigningCredentials first = opened.find("A").orElseThrow();
    now = now.plusSeconds(5);
    assertSame(first, opened.find("A").orElseThrow());
  }

  /** Two changes within the grain of the time stamp: same stamp, same length, same file. */
  @Test
  void file_changedRightAfterItWasRead_isReadAgain() throws IOException {
    write(section("a", "A", "old"), now);
    CredentialsFile opened = open();
    assertEquals(Optional.of("old"), secret(opened, "A"));
    Files.writeString(file, section("a", "A", "new"));
    Files.setLastModifiedTime(file, FileTime.from(now));
    now = now.plusSeconds(1);
    assertEquals(Optional.of("new"), secret(opened, "A"));
  }

  @Test
  void clock_setBack_doesNotHideChanges() throws IOException {
    write(section("a", "A", "old"), now.minusSeconds(7200));
    CredentialsFile opened = open();
    write(section("a", "A", "new"), now.minusSeconds(7100));
    now = now.minusSeconds(3600);
    assertEquals(Optional.of("new"), secret(opened, "A"));
  }

  /** What cannot be read refuses everybody: a revoked key must not live on in memory. */
  @Test
  void file_deleted_refusesUntilItIsBack() throws IOException {
    write(section("a", "A", "s"), now.minusSeconds(60));
    CredentialsFile opened = open();
    Files.delete(file);
    now = now.plusSeconds(1);
    CredentialsUnavailableException failure =
        assertThrows(CredentialsUnavailableException.class, () -> opened.find("A"));
    assertTrue(failure.getCause() instanceof CredentialsUnavailableException);
    write(section("a", "A", "again"), now.minusSeconds(60));
    now = now.plusSeconds(1);
    assertEquals(Optional.of("again"), secret(opened, "A"));
  }

  @Test
  void file_brokenByAChange_refusesUntilItIsGood() throws IOException {
    write(section("a", "A", "s"), now.minusSeconds(60));
    CredentialsFile opened = open();
    write("nonsense", now.minusSeconds(50));
    now = now.plusSeconds(1);
    assertThrows(CredentialsUnavailableException.class, () -> opened.find("A"));
    write(section("a", "A", "s"), now.minusSeconds(50));
    now = now.plusSeconds(1);
    assertEquals(Optional.of("s"), secret(opened, "A"));
  }

  @Test
  void intervalBelowZero_isRefused() throws IOException {
    write("", Instant.EPOCH);
    assertThrows(
        IllegalArgumentException.class,
        () -> CredentialsFile.open(file, Duration.ofNanos(-1), InstantSource.fixed(Instant.EPOCH)));
  }

  @Test
  void file_missing_cannotBeOpened() {
    assertThrows(CredentialsUnavailableException.class, this::open);
  }

  @Test
  void file_beyondReason_cannotBeOpened() throws IOException {
    write("#".repeat((1 << 20) + 1), now);
    assertThrows(CredentialsUnavailableException.class, this::open);
  }

  @Test
  void malformedLine_isNamedByItsNumber() {
    for (String text : new String[] {"[a]\n\nx", "[a]\nb=1\nb=2", "[a]\n#\n[a]", "[a]\n;\n=1"}) {
      IllegalArgumentException failure =
          assertThrows(
              IllegalArgumentException.class, () -> CredentialsFileParser.parse(text), text);
      assertTrue(String.valueOf(failure.getMessage()).startsWith("line 3 "), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_access_key_id = A",
        "[a]\naws_access_key_id = A",
        "[a]\naws_secret_access_key = s3cr3t",
        "[a]\naws_access_key_id = A\naws_secret_access_key =",
        "[a]\naws_access_key_id =\naws_secret_access_key = s3cr3t",
        "[a]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\naws_session_token =",
        "[a]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\nexpiration = soon",
        "[a]\naws_access_key_id = A\naws_access_key_id = B\naws_secret_access_key = s3cr3t",
        "[a]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\nline",
        "[a]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\n= x",
        "[a]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\n[a]",
        "[a]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\n"
            + "[b]\naws_access_key_id = A\naws_secret_access_key = t",
        "[a]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\n"
            + "[ a ]\naws_access_key_id = B\naws_secret_access_key = t",
        "[a\naws_access_key_id = A",
      })
  void malformedFile_opened_isRefusedWithoutShowingSecrets(String text) throws IOException {
    write(text, now.minusSeconds(60));
    CredentialsUnavailableException failure =
        assertThrows(CredentialsUnavailableException.class, this::open);
    for (Throwable e = failure; e != null; e = e.getCause()) {
      assertFalse(String.valueOf(e.getMessage()).contains("s3cr3t"), e.getMessage());
    }
  }
}
