// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectPath;
import java.util.Locale;
import java.util.Map;

/**
 * The content type of an object whose uploader named none: encoders such as ffmpeg send none, and
 * players refuse playlists and segments of unknown type. Safe for any thread.
 *
 * @since 0.1
 */
public final class ContentTypes {
  /** The type of everything unknown, and of everything where nothing may be inferred. */
  static final String UNKNOWN = "binary/octet-stream";

  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("m3u8", "application/vnd.apple.mpegurl"),
          Map.entry("m3u", "application/vnd.apple.mpegurl"),
          Map.entry("mpd", "application/dash+xml"),
          Map.entry("ts", "video/mp2t"),
          Map.entry("m2ts", "video/mp2t"),
          Map.entry("m4s", "video/iso.segment"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4v", "video/mp4"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("m4i", "video/mp4"),
          Map.entry("cmfv", "video/mp4"),
          Map.entry("cmfa", "audio/mp4"),
          Map.entry("cmft", "application/mp4"),
          Map.entry("init", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("aac", "audio/aac"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ac3", "audio/ac3"),
          Map.entry("ec3", "audio/eac3"),
          Map.entry("vtt", "text/vtt"),
          Map.entry("webvtt", "text/vtt"),
          Map.entry("ttml", "application/ttml+xml"),
          Map.entry("srt", "application/x-subrip"),
          Map.entry("key", "application/octet-stream"),
          Map.entry("json", "application/json"),
          Map.entry("xml", "application/xml"),
          Map.entry("ism", "application/vnd.ms-sstr+xml"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("png", "image/png"),
          Map.entry("webp", "image/webp"),
          Map.entry("gif", "image/gif"),
          Map.entry("txt", "text/plain"));

  private ContentTypes() {}

  /**
   * The type that the extension of an object's name tells, or {@code binary/octet-stream}, as the
   * service answered.
   */
  public static String infer(ObjectPath path) {
    String name = path.name();
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? UNKNOWN
        : BY_EXTENSION.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
  }
}
