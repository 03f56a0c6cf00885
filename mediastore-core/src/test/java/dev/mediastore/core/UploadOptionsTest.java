// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadOptionsTest {

  @Test
  void contentType_upTo255Characters_isKeptVerbatim() {
    String value = "text/plain; charset=\"" + "x".repeat(234);
    assertEquals(value, UploadOptions.builder().contentType(value).build().contentType());
    assertEquals(
        ErrorCode.VALIDATION, codeOf(() -> UploadOptions.builder().contentType("x".repeat(256))));
  }

  @Test
  void headerValues_emptyOrNull_areNone() {
    UploadOptions options =
        UploadOptions.builder().contentType("").cacheControl(null).contentEncoding("").build();
    assertNull(options.contentType());
    assertNull(options.cacheControl());
    assertNull(options.contentEncoding());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\nb", "a\u0000", "\u007f", "\u0100", "a\u0008b"})
  void headerValues_controlCharacters_areRefused(String value) {
    UploadOptions.Builder builder = UploadOptions.builder();
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> builder.contentType(value)));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> builder.cacheControl(value)));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> builder.contentEncoding(value)));
  }

  @Test
  void cacheControl_eightKibibytes_isRefused() {
    UploadOptions.Builder builder = UploadOptions.builder().cacheControl("x".repeat(1024));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> builder.cacheControl("x".repeat(8192))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "zz"})
  void expectedSha256_malformed_isRefused(String digest) {
    assertEquals(
        ErrorCode.VALIDATION, codeOf(() -> UploadOptions.builder().expectedSha256(digest)));
  }

  @Test
  void declaredLength_negative_isRefused() {
    assertEquals(-1, UploadOptions.none().declaredLength());
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> UploadOptions.builder().declaredLength(-2)));
  }
}
