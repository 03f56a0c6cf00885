// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a recording lies in a file: {@link #MAGIC}, then records. A record is the length of its
 * content (4 bytes), the content, and the CRC-32C of that (4 bytes); numbers are big-endian. The
 * content is a kind (1 byte), the number of the request (4), nanoseconds from the beginning (8),
 * and what the kind asks for. The last record says how many came before, so that a file that was
 * cut is known for one.
 */
final class RecordingFormat {
  static final byte[] MAGIC = "mediastore ingest 1\n".getBytes(StandardCharsets.US_ASCII);

  /** No piece of a body is larger; a longer length is damage. */
  static final int MOST_CONTENT = 1 << 24;

  private static final int BEGIN = 1;
  private static final int DATA = 2;
  private static final int END = 3;
  private static final int LOST = 4;
  private static final int LAST = 5;

  private RecordingFormat() {}

  /** A step, or the end with the number of steps before it. */
  record Entry(@Nullable RecordedStep step, int last) {}

  static void write(DataOutputStream out, RecordedStep step) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(content);
    if (step instanceof RecordedStep.Begin begin) {
      start(fields, BEGIN, step);
      fields.writeUTF(begin.method());
      fields.writeUTF(begin.path());
      fields.writeLong(begin.length());
      fields.writeInt(begin.headers().size());
      for (Map.Entry<String, String> header : begin.headers()) {
        fields.writeUTF(header.getKey());
        fields.writeUTF(header.getValue());
      }
    } else if (step instanceof RecordedStep.Data data) {
      start(fields, DATA, step);
      byte[] bytes = new byte[data.bytes().remaining()];
      data.bytes().duplicate().get(bytes);
      fields.write(bytes);
    } else {
      start(fields, step instanceof RecordedStep.End ? END : LOST, step);
    }
    record(out, content.toByteArray());
  }

  private static void start(DataOutputStream fields, int kind, RecordedStep step)
      throws IOException {
    fields.writeByte(kind);
    fields.writeInt(step.request());
    fields.writeLong(step.at().toNanos());
  }

  static void writeLast(DataOutputStream out, int steps) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(13).put((byte) LAST).putInt(steps).putLong(0);
    record(out, content.array());
  }

  private static void record(DataOutputStream out, byte[] content) throws IOException {
    out.writeInt(content.length);
    out.write(content);
    out.writeInt(crc(content));
  }

  private static int crc(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }

  /**
   * Reads the next record.
   *
   * @return null if it is not whole
   */
  static @Nullable Entry read(DataInputStream in) throws IOException {
    byte[] content;
    try {
      int length = in.readInt();
      if (length < 13 || length > MOST_CONTENT) {
        return null;
      }
      content = in.readNBytes(length);
      if (content.length < length || in.readInt() != crc(content)) {
        return null;
      }
    } catch (EOFException e) {
      return null;
    }
    return entry(content);
  }

  private static @Nullable Entry entry(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    int kind = in.readByte();
    int request = in.readInt();
    Duration at = Duration.ofNanos(in.readLong());
    return switch (kind) {
      case BEGIN -> new Entry(begin(in, request, at), 0);
      case DATA ->
          new Entry(
              new RecordedStep.Data(
                  request, at, ByteBuffer.wrap(in.readAllBytes()).asReadOnlyBuffer()),
              0);
      case END -> new Entry(new RecordedStep.End(request, at), 0);
      case LOST -> new Entry(new RecordedStep.Lost(request, at), 0);
      case LAST -> new Entry(null, request);
      default -> null;
    };
  }

  private static RecordedStep begin(DataInputStream in, int request, Duration at)
      throws IOException {
    String method = in.readUTF();
    String path = in.readUTF();
    long length = in.readLong();
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      headers.add(Map.entry(in.readUTF(), in.readUTF()));
    }
    return new RecordedStep.Begin(request, at, method, path, length, headers);
  }
}
