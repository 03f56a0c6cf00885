// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.DirectValueAccess;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;

/** OHC, an off-heap cache; values are copied between buffers and read through direct access. */
final class OhcEngine implements Engine {
  private static final int SEGMENTS = 4;
  private static final int MAX_TABLE = 1 << 24;

  private final OHCache<byte[], ByteBuffer> cache;

  OhcEngine(Setting setting) {
    this.cache =
        OHCacheBuilder.<byte[], ByteBuffer>newBuilder()
            .keySerializer(new Keys())
            .valueSerializer(new Values())
            .capacity(setting.capacityBytes())
            .maxEntrySize(setting.valueBytes() + 4096L)
            .segmentCount(SEGMENTS)
            .hashTableSize(tableSize(setting.objects()))
            .throwOOME(true)
            .build();
  }

  private static int tableSize(long objects) {
    long perSegment = Math.max(1024, 2 * objects / SEGMENTS);
    return (int) Math.min(MAX_TABLE, Long.highestOneBit(perSegment));
  }

  @Override
  public void put(String path, ByteBuffer value) throws IOException {
    if (!cache.put(PathBuffer.bytes(path), value)) {
      throw new IOException("not stored");
    }
  }

  @Override
  public int get(String path, ByteBuffer target) throws IOException {
    try (DirectValueAccess access = cache.getDirect(PathBuffer.bytes(path))) {
      if (access == null) {
        return -1;
      }
      ByteBuffer value = access.buffer();
      target.put(0, value, value.position(), value.remaining());
      return value.remaining();
    }
  }

  @Override
  public int view(String path) throws IOException {
    try (DirectValueAccess access = cache.getDirect(PathBuffer.bytes(path))) {
      return access == null ? -1 : Engine.ends(access.buffer());
    }
  }

  @Override
  public void delete(String path) {
    cache.remove(PathBuffer.bytes(path));
  }

  @Override
  public void close() throws IOException {
    cache.close();
  }

  private static final class Keys implements CacheSerializer<byte[]> {
    @Override
    public void serialize(byte[] key, ByteBuffer target) {
      target.put(key);
    }

    @Override
    public byte[] deserialize(ByteBuffer source) {
      byte[] key = new byte[source.remaining()];
      source.get(key);
      return key;
    }

    @Override
    public int serializedSize(byte[] key) {
      return key.length;
    }
  }

  private static final class Values implements CacheSerializer<ByteBuffer> {
    @Override
    public void serialize(ByteBuffer value, ByteBuffer target) {
      target.put(value.duplicate());
    }

    @Override
    public ByteBuffer deserialize(ByteBuffer source) {
      throw new UnsupportedOperationException("values are read in place");
    }

    @Override
    public int serializedSize(ByteBuffer value) {
      return value.remaining();
    }
  }
}
