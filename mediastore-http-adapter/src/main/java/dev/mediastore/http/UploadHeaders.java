// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.StorageClass;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.UploadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header fields of an upload (contract section 7.3). Safe for any thread. */
final class UploadHeaders {
  private static final String AWS_CHUNKED = "aws-chunked";
  private static final int MAX_LENGTH_DIGITS = 18;

  /** The only content types of the original service: no parameters. */
  private static final Pattern STRICT_CONTENT_TYPE = Pattern.compile("[\\w\\-/.+]{1,255}");

  private final Preset preset;
  private final EdgeRules rules;

  UploadHeaders(Preset preset, EdgeRules rules) {
    this.preset = preset;
    this.rules = rules;
  }

  /**
   * What to store with the object.
   *
   * @throws ServiceException if a field has a value that cannot be stored
   */
  UploadOptions.Builder options(RequestHead head, ObjectPath path) {
    Headers headers = head.headers();
    if (headers.contains("Content-Range")) {
      throw invalid("Content-Range is not accepted: an object is uploaded as a whole.");
    }
    checkStorageClass(headers);
    String contentType = contentType(headers, path);
    String cacheControl = printable("Cache-Control", joined(headers, "Cache-Control"));
    return UploadOptions.builder()
        .availability(availability(head, path))
        .contentType(contentType)
        .cacheControl(cacheControl == null ? rules.cacheControl(path, contentType) : cacheControl)
        .contentEncoding(contentEncoding(headers));
  }

  private UploadAvailability availability(RequestHead head, ObjectPath path) {
    String value = single(head.headers(), "x-amz-upload-availability");
    if (value == null) {
      return rules.streaming(path) ? UploadAvailability.STREAMING : UploadAvailability.STANDARD;
    }
    if (value.equalsIgnoreCase(UploadAvailability.STANDARD.name())) {
      return UploadAvailability.STANDARD;
    }
    if (value.equalsIgnoreCase(UploadAvailability.STREAMING.name())) {
      if (preset == Preset.STRICT && head.headers().contains("Content-Length")) {
        throw invalid("x-amz-upload-availability STREAMING needs chunked transfer coding.");
      }
      return UploadAvailability.STREAMING;
    }
    throw invalid("x-amz-upload-availability must be STANDARD or STREAMING.");
  }

  private static void checkStorageClass(Headers headers) {
    String value = single(headers, "x-amz-storage-class");
    if (value != null && !value.equalsIgnoreCase(StorageClass.TEMPORAL.name())) {
      throw invalid("x-amz-storage-class must be TEMPORAL.");
    }
  }

  private String contentType(Headers headers, ObjectPath path) {
    String value = printable("Content-Type", single(headers, "Content-Type"));
    if (value == null || value.isEmpty()) {
      return preset == Preset.STRICT ? ContentTypes.UNKNOWN : ContentTypes.infer(path);
    }
    if (preset == Preset.STRICT && !STRICT_CONTENT_TYPE.matcher(value).matches()) {
      throw invalid("Content-Type must be a media type without parameters.");
    }
    return value;
  }

  /** Whether the body is said to be framed by {@code aws-chunked}. */
  static boolean isFramed(Headers headers) {
    String value = joined(headers, "Content-Encoding");
    return value != null && value.toLowerCase(Locale.ROOT).contains(AWS_CHUNKED);
  }

  /** The stored bytes are free of the framing, so its name is not stored either. */
  private static @Nullable String contentEncoding(Headers headers) {
    String value = printable("Content-Encoding", joined(headers, "Content-Encoding"));
    if (value == null || !isFramed(headers)) {
      return value;
    }
    List<String> kept = new ArrayList<>();
    for (String coding : value.split(",", -1)) {
      String trimmed = coding.strip();
      if (!trimmed.isEmpty() && !trimmed.equalsIgnoreCase(AWS_CHUNKED)) {
        kept.add(trimmed);
      }
    }
    return kept.isEmpty() ? null : String.join(", ", kept);
  }

  /**
   * The length of the body as received, or -1 if it is only known at its end.
   *
   * @throws ServiceException if the request says nothing about its body, or no number
   */
  static long bodyLength(RequestHead head) {
    List<String> values = head.headers().all("Content-Length");
    if (values.isEmpty()) {
      boolean framedOtherwise =
          head.version() == HttpVersion.HTTP_2 || head.headers().contains("Transfer-Encoding");
      if (!framedOtherwise) {
        throw new ServiceException(
            ServiceError.LENGTH_REQUIRED, "An upload needs Content-Length or chunked coding.");
      }
      return -1;
    }
    String digits = values.get(0);
    boolean legal = values.size() == 1 && Ascii.isNumber(digits);
    if (!legal) {
      throw invalid("Content-Length must be a number.").closing();
    }
    return digits.length() > MAX_LENGTH_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private static @Nullable String single(Headers headers, String name) {
    List<String> values = headers.all(name);
    if (values.size() > 1) {
      throw invalid(name + " occurs twice.");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** Repeated fields of a list are one list (RFC 9110 section 5.3). */
  private static @Nullable String joined(Headers headers, String name) {
    List<String> values = headers.all(name);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  /** What is stored comes back in a header field; beyond ASCII that is not the same everywhere. */
  private static @Nullable String printable(String name, @Nullable String value) {
    if (value != null && !Ascii.isPrintable(value)) {
      throw invalid(name + " may hold printable ASCII characters only.");
    }
    return value;
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(ServiceError.VALIDATION, message);
  }
}
