// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.spi.Catalogue;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The smallest durable store: a memory store that writes everything it does into a journal, and
 * does it again when it is opened. It exists to be broken in known ways ({@link Flaw}), so that the
 * instruments of the laboratory are tried before a real engine is. Used by one thread.
 */
final class ToyStore extends ForwardingSegmentStore {
  /** What can be wrong with it. */
  enum Flaw {
    /** Acknowledges without a sync. */
    NO_SYNC,
    /** Acknowledges, and syncs only with the next change. */
    ACKNOWLEDGED_BEFORE_SYNC,
    /** Uses a new file before its entry is durable. */
    NO_FOLDER_SYNC,
    /** Believes whatever is in a record. */
    NO_CHECKSUM,
    /** Forgets the last record when it is opened. */
    LAST_RECORD_IGNORED,
    /** Believes what it read when it was opened without making it durable. */
    TAIL_NOT_SYNCED,
    /** Goes on after a failed sync as if nothing had been. */
    GOES_ON_AFTER_FAILED_SYNC,
    /** Lets deletes be forgotten. */
    DELETES_NOT_WRITTEN,
    /** Takes the order of commits for the order of versions. */
    ORDER_IGNORED
  }

  private static final int BODY = 0;
  private static final int DELETE = 1;
  private static final int RECORD = 2;
  private static final int NO_RECORD = 3;
  private static final int RECLAIM = 4;
  private static final int DROP = 5;

  private final ToyJournal journal;
  private final Set<Flaw> flaws;
  private final Catalogue catalogue = new Records();
  private final Map<Expectation.Key, Versions> versions = new HashMap<>();
  private final Set<ToyWriter> writers = new HashSet<>();
  private long ids;

  private ToyStore(SegmentStore memory, ToyJournal journal, Set<Flaw> flaws) {
    super(memory);
    this.journal = journal;
    this.flaws = flaws;
  }

  static Engine engine(Set<Flaw> flaws) {
    return new Engine() {
      @Override
      public SegmentStore open(StoreFolder folder) throws IOException {
        return ToyStore.open(folder, flaws);
      }

      @Override
      public boolean reportsDamage(SegmentStore store) {
        return ((ToyStore) store).journal.damaged();
      }
    };
  }

  static ToyStore open(StoreFolder folder, Set<Flaw> flaws) throws IOException {
    SegmentStore memory = OffHeapStores.memory(new OffHeapOptions(1 << 22, 1 << 16, 64, false));
    ToyJournal journal = new ToyJournal(folder, flaws);
    ToyStore store = new ToyStore(memory, journal, flaws);
    try {
      for (byte[] record : journal.open()) {
        store.replay(record);
      }
      return store;
    } catch (IOException | RuntimeException | Error e) {
      memory.close();
      journal.close();
      throw e;
    }
  }

  private interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private void write(int kind, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind);
      body.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    journal.append(bytes.toByteArray());
  }

  private void replay(byte[] record) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record));
    switch (in.readByte()) {
      case BODY -> replayBody(in);
      case DELETE -> {
        Expectation.Key key = readKey(in);
        versions.remove(key);
        delegate().delete(key.container(), ObjectPath.of(key.path()), null);
      }
      case RECORD -> replayRecord(in);
      case NO_RECORD -> {
        ContainerId id = new ContainerId(in.readUTF());
        delegate().dropWithContent(id);
        delegate().catalogue().find(id).ifPresent(found -> delegate().catalogue().remove(found));
      }
      case RECLAIM -> {
        versions.replaceAll((key, before) -> before.reclaim());
        delegate().reclaimExpired(Instant.ofEpochMilli(in.readLong()), 1000);
      }
      default -> delegate().dropWithContent(new ContainerId(in.readUTF()));
    }
  }

  private static Expectation.Key readKey(DataInputStream in) throws IOException {
    return new Expectation.Key(new ContainerId(in.readUTF()), in.readUTF());
  }

  private static void writeKey(DataOutputStream out, Expectation.Key key) throws IOException {
    out.writeUTF(key.container().value());
    out.writeUTF(key.path());
  }

  private void replayBody(DataInputStream in) throws IOException {
    Expectation.Key key = readKey(in);
    long id = in.readLong();
    ids = Math.max(ids, id);
    String type = in.readUTF();
    String control = in.readUTF();
    EntityTag tag = new EntityTag(in.readUTF());
    String sha256 = in.readUTF();
    Instant modified = Instant.ofEpochMilli(in.readLong());
    long expiry = in.readLong();
    Instant expires = expiry < 0 ? null : Instant.ofEpochMilli(expiry);
    ObjectDraft.Streaming streaming =
        in.readBoolean() ? new ObjectDraft.Streaming(tag, modified, expires, 1) : null;
    byte[] content = in.readAllBytes();
    Optional<Versions.Version> now = at(key).complete();
    if (!flaws.contains(Flaw.ORDER_IGNORED) && now.isPresent() && now.get().id() > id) {
      return;
    }
    ObjectDraft draft =
        new ObjectDraft(
            ObjectPath.of(key.path()),
            content.length,
            type.isEmpty() ? null : type,
            control.isEmpty() ? null : control,
            null,
            streaming);
    try (ObjectWriter writer = delegate().openWriter(key.container(), draft)) {
      writer.append(ByteBuffer.wrap(content));
      writer.commit(new ObjectSeal(tag, sha256, modified, expires));
    }
    versions.put(key, Versions.NONE.put(id, content.length, expires != null));
  }

  private void replayRecord(DataInputStream in) throws IOException {
    ContainerRecord record = StoreFixture.record(in.readUTF(), in.readUTF());
    Map<String, String> tags = new HashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      tags.put(in.readUTF(), in.readUTF());
    }
    ContainerRecord now = delegate().catalogue().find(record.id()).orElse(null);
    if (now == null) {
      delegate().catalogue().create(record);
    } else {
      delegate().catalogue().replace(now, now.withTags(tags));
    }
  }

  private Versions at(Expectation.Key key) {
    return versions.getOrDefault(key, Versions.NONE);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public ObjectWriter openWriter(ContainerId container, ObjectDraft draft) {
    journal.requireWritable();
    ObjectWriter writer = delegate().openWriter(container, draft);
    Expectation.Key key = new Expectation.Key(container, draft.path().value());
    long id = ++ids;
    boolean streaming = draft.streaming() != null;
    if (streaming) {
      versions.put(key, at(key).start(id));
    }
    ToyWriter made = new ToyWriter(writer, key, draft, id);
    writers.add(made);
    return made;
  }

  @Override
  public boolean delete(ContainerId container, ObjectPath path, @Nullable String onlyVersion) {
    Expectation.Key key = new Expectation.Key(container, path.value());
    if (at(key).complete().isPresent()) {
      journal.requireWritable();
      if (!flaws.contains(Flaw.DELETES_NOT_WRITTEN)) {
        write(DELETE, out -> writeKey(out, key));
      }
    }
    versions.put(key, at(key).delete());
    return delegate().delete(container, path, onlyVersion);
  }

  @Override
  public int reclaimExpired(Instant now, int max) {
    journal.requireWritable();
    write(RECLAIM, out -> out.writeLong(now.toEpochMilli()));
    versions.replaceAll((key, before) -> before.reclaim());
    return delegate().reclaimExpired(now, max);
  }

  @Override
  public void dropWithContent(ContainerId container) {
    journal.requireWritable();
    write(DROP, out -> out.writeUTF(container.value()));
    versions.keySet().removeIf(key -> key.container().equals(container));
    delegate().dropWithContent(container);
  }

  @Override
  public void close() {
    journal.close();
    delegate().close();
  }

  /** An upload; its bytes are written to the journal when it is committed. */
  private final class ToyWriter implements ObjectWriter {
    private final ObjectWriter writer;
    private final Expectation.Key key;
    private final ObjectDraft draft;
    private final long id;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ToyWriter(ObjectWriter writer, Expectation.Key key, ObjectDraft draft, long id) {
      this.writer = writer;
      this.key = key;
      this.draft = draft;
      this.id = id;
    }

    @Override
    public void append(ByteBuffer source) {
      byte[] copy = new byte[source.remaining()];
      source.duplicate().get(copy);
      writer.append(source);
      bytes.writeBytes(copy);
      if (draft.streaming() != null) {
        versions.put(key, at(key).append(id, copy.length));
      }
    }

    @Override
    public ObjectMetadata commit(ObjectSeal seal) {
      boolean streaming = draft.streaming() != null;
      if (streaming && !at(key).has(id)) {
        throw MediaStoreException.of(ErrorCode.CONFLICT, "withdrawn");
      }
      journal.requireWritable();
      long place = streaming ? id : ++ids;
      write(BODY, out -> writeBody(out, place, seal));
      Versions before = at(key);
      versions.put(
          key,
          streaming
              ? before.commit(id)
              : before.put(place, bytes.size(), seal.expiresAt() != null));
      writers.remove(this);
      return writer.commit(seal);
    }

    private void writeBody(DataOutputStream out, long place, ObjectSeal seal) throws IOException {
      writeKey(out, key);
      out.writeLong(place);
      out.writeUTF(draft.contentType() == null ? "" : draft.contentType());
      out.writeUTF(draft.cacheControl() == null ? "" : draft.cacheControl());
      out.writeUTF(seal.entityTag().value());
      out.writeUTF(seal.sha256());
      out.writeLong(seal.lastModified().toEpochMilli());
      out.writeLong(seal.expiresAt() == null ? -1 : seal.expiresAt().toEpochMilli());
      out.writeBoolean(draft.streaming() != null);
      out.write(bytes.toByteArray());
    }

    @Override
    public void abort() {
      if (writers.remove(this)) {
        versions.put(key, at(key).abort(id));
      }
      writer.abort();
    }
  }

  /** The catalogue, with each change written to the journal first. */
  private final class Records implements Catalogue {
    private Catalogue memory() {
      return delegate().catalogue();
    }

    @Override
    public Optional<ContainerRecord> find(ContainerArn arn) {
      return memory().find(arn);
    }

    @Override
    public Optional<ContainerRecord> find(ContainerId id) {
      return memory().find(id);
    }

    @Override
    public List<ContainerRecord> list() {
      return memory().list();
    }

    private void write(ContainerRecord record) {
      journal.requireWritable();
      ToyStore.this.write(
          RECORD,
          out -> {
            out.writeUTF(record.arn().name());
            out.writeUTF(record.id().value());
            out.writeInt(record.tags().size());
            for (Map.Entry<String, String> tag : record.tags().entrySet()) {
              out.writeUTF(tag.getKey());
              out.writeUTF(tag.getValue());
            }
          });
    }

    @Override
    public boolean create(ContainerRecord record) {
      write(record);
      return memory().create(record);
    }

    @Override
    public boolean replace(ContainerRecord expected, ContainerRecord next) {
      write(next);
      return memory().replace(expected, next);
    }

    @Override
    public boolean remove(ContainerRecord expected) {
      journal.requireWritable();
      ToyStore.this.write(NO_RECORD, out -> out.writeUTF(expected.id().value()));
      return memory().remove(expected);
    }
  }
}
