// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder in memory that forgets, tears, reorders and refuses as real disks may. Safe for any
 * thread; with one thread and one seed everything repeats exactly.
 *
 * <p>An image ({@link #crash}, {@link #nothingLost}) is a disk of its own and leaves this one as it
 * is, so a run can be crashed at each of its calls without being repeated. Each call asks the
 * boundary, then the plan, then takes effect. Room is counted in blocks of 4 KiB that were written
 * to; a deleted file keeps its blocks until it is closed, but not for its mappings' sake.
 */
public final class SimulatedFolder implements StoreFolder {
  private final SimulatedDisk disk;
  private final AtomicLong calls = new AtomicLong();
  private final Set<OpenFile> openFiles = new HashSet<>();
  private volatile IoBoundary boundary = IoBoundary.NONE;
  private volatile FaultPlan faults = FaultPlan.NONE;
  private volatile boolean off;
  private volatile boolean closed;
  private boolean holdsLock;

  private SimulatedFolder(SimulatedDisk disk) {
    this.disk = disk;
  }

  /** An empty folder; the seed decides what a failed call leaves. */
  public static SimulatedFolder empty(long seed) {
    return new SimulatedFolder(new SimulatedDisk(seed));
  }

  /** Lets something watch each call from now on. */
  public SimulatedFolder watch(IoBoundary next) {
    boundary = next;
    return this;
  }

  /** Lets calls fail from now on. */
  public SimulatedFolder fail(FaultPlan next) {
    faults = next;
    return this;
  }

  /** Sets the size of the disk in blocks of 4 KiB. */
  public SimulatedFolder capacity(long blocks) {
    synchronized (disk) {
      disk.capacityBlocks = blocks;
    }
    return this;
  }

  /** Blocks of 4 KiB in use. */
  public long usedBlocks() {
    synchronized (disk) {
      return disk.usedBlocks;
    }
  }

  /** Calls made so far; the index of the next one. */
  public long calls() {
    return calls.get();
  }

  /** Files opened and not closed. */
  public int openFiles() {
    synchronized (disk) {
      return openFiles.size();
    }
  }

  /** What is found after a power cut now. */
  public SimulatedFolder crash(LossModel model, long seed) {
    synchronized (disk) {
      return new SimulatedFolder(PowerCut.of(disk, model, seed));
    }
  }

  /** A copy of the disk as it is seen now, as if all of it had been synced. */
  public SimulatedFolder nothingLost() {
    synchronized (disk) {
      return new SimulatedFolder(PowerCut.nothingLost(disk));
    }
  }

  /**
   * What the next process finds when this one is killed and the machine runs on: everything is
   * seen, but what was not synced can still be lost. Every call on this object fails from now on.
   */
  public SimulatedFolder killed() {
    powerOff();
    synchronized (disk) {
      List.copyOf(openFiles).forEach(OpenFile::close);
      disk.locked = false;
      return new SimulatedFolder(disk);
    }
  }

  /**
   * What the next process would find if this one were killed now, as a disk of its own: what was
   * not synced can still be lost. This object goes on.
   */
  public SimulatedFolder fork() {
    synchronized (disk) {
      return new SimulatedFolder(disk.fork());
    }
  }

  /** From now on every call on this object and its files throws {@link PowerOff}. */
  public void powerOff() {
    off = true;
  }

  /** Whether a power cut now can lose anything. */
  public boolean anythingPending() {
    synchronized (disk) {
      return !disk.pending.isEmpty()
          || disk.durable.values().stream().anyMatch(inode -> !inode.pending().isEmpty());
    }
  }

  /** Names of all files; not a call of the layer. */
  public List<String> names() {
    synchronized (disk) {
      return List.copyOf(disk.live.keySet());
    }
  }

  /** A copy of a file's bytes; not a call of the layer. */
  public byte[] content(String name) {
    synchronized (disk) {
      Inode inode = disk.live.get(name);
      if (inode == null) {
        throw new IllegalArgumentException("no file " + name);
      }
      return inode.content();
    }
  }

  /**
   * Puts bytes onto the disk in place of a file that nobody has open; not a call of the layer.
   *
   * @param content not copied, so it must not be changed any more; the disk does not change it
   */
  public SimulatedFolder put(String name, byte[] content) {
    synchronized (disk) {
      disk.put(name, Inode.of(content));
    }
    return this;
  }

  /**
   * Changes bits of one byte, for processes that have the file mapped too; not a call of the layer.
   * A file that was opened only for reading before its first damage does not show it to them.
   *
   * @param mask bits that change; 0 for none
   */
  public SimulatedFolder damage(String name, int position, int mask) {
    synchronized (disk) {
      Inode inode = disk.live.get(name);
      if (inode == null) {
        throw new IllegalArgumentException("no file " + name);
      }
      inode.damage(position, mask);
    }
    return this;
  }

  /** Takes a file off the disk; not a call of the layer. */
  public SimulatedFolder remove(String name) {
    synchronized (disk) {
      disk.unlinked(disk.live.remove(name));
      disk.durable.remove(name);
    }
    return this;
  }

  @Override
  public boolean lock() throws IOException {
    refuseOrPass(IoKind.LOCK, "");
    synchronized (disk) {
      if (disk.locked) {
        return false;
      }
      disk.locked = true;
      holdsLock = true;
      return true;
    }
  }

  @Override
  public List<String> list() throws IOException {
    refuseOrPass(IoKind.LIST, "");
    return names();
  }

  @Override
  public StoreFile create(String name, long length) throws IOException {
    refuseOrPass(IoKind.CREATE, name);
    synchronized (disk) {
      if (disk.live.containsKey(name)) {
        throw new FileAlreadyExistsException(name);
      }
      Inode inode = Inode.create(Math.toIntExact(length), disk.nextSequence());
      disk.change(null, name, inode);
      return opened(name, inode, true);
    }
  }

  @Override
  public StoreFile open(String name, boolean writable) throws IOException {
    refuseOrPass(IoKind.OPEN, name);
    synchronized (disk) {
      return opened(name, find(name), writable);
    }
  }

  private StoreFile opened(String name, Inode inode, boolean writable) {
    if (writable) {
      inode.makeWritable();
    }
    inode.handles++;
    OpenFile file = new OpenFile(name, inode, writable);
    openFiles.add(file);
    return file;
  }

  private Inode find(String name) throws NoSuchFileException {
    Inode inode = disk.live.get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    refuseOrPass(IoKind.RENAME, from);
    synchronized (disk) {
      Inode inode = find(from);
      Inode replaced = disk.live.get(to);
      disk.change(from, to, inode);
      if (replaced != inode) {
        disk.unlinked(replaced);
      }
    }
  }

  @Override
  public void delete(String name) throws IOException {
    refuseOrPass(IoKind.DELETE, name);
    synchronized (disk) {
      Inode inode = find(name);
      disk.change(name, null, null);
      disk.unlinked(inode);
    }
  }

  @Override
  public void sync() throws IOException {
    IoCall call = pass(IoKind.SYNC_FOLDER, "", 0, 0);
    Fault fault = faults.at(call);
    synchronized (disk) {
      if (fault != null && fault.isError()) {
        disk.forget();
        throw fault.exception(call);
      }
      disk.sync();
    }
  }

  @Override
  public void close() {
    synchronized (disk) {
      if (holdsLock && !off) {
        disk.locked = false;
      }
      holdsLock = false;
      closed = true;
    }
  }

  private void refuseOrPass(IoKind kind, String name) throws IOException {
    IoCall call = pass(kind, name, 0, 0);
    Fault fault = faults.at(call);
    if (fault != null && fault.isError()) {
      throw fault.exception(call);
    }
    if (closed) {
      throw new IOException("the folder was given back");
    }
  }

  private IoCall pass(IoKind kind, String name, long position, long length) {
    checkOn();
    IoCall call = new IoCall(calls.getAndIncrement(), kind, name, position, length);
    boundary.before(call);
    checkOn();
    return call;
  }

  private void checkOn() {
    if (off) {
      throw new PowerOff();
    }
  }

  /** An open file; its name is the one it was opened by. */
  private final class OpenFile implements StoreFile {
    private final String name;
    private final Inode inode;
    private final boolean writable;
    private boolean open = true;

    OpenFile(String name, Inode inode, boolean writable) {
      this.name = name;
      this.inode = inode;
      this.writable = writable;
    }

    @Override
    public long length() throws IOException {
      refuse(IoKind.LENGTH);
      synchronized (disk) {
        return inode.length();
      }
    }

    @Override
    public int write(long position, ByteBuffer source) throws IOException {
      IoCall call = pass(IoKind.WRITE, name, position, source.remaining());
      Fault fault = faults.at(call);
      synchronized (disk) {
        checkOpen();
        if (!writable) {
          throw new IOException("opened for reading only");
        }
        if (position < 0 || position > inode.length() - source.remaining()) {
          throw new IllegalArgumentException("beyond the end of the file: " + call);
        }
        if (fault == null) {
          return written(position, source, call);
        }
        if (fault.isError()) {
          int reached = disk.random.nextInt(source.remaining() + 1);
          store(position, source.duplicate(), room(position, reached));
          throw fault.exception(call);
        }
        int length = fault == Fault.ZERO ? 0 : half(source);
        store(position, source, room(position, length));
        return length;
      }
    }

    private int written(long position, ByteBuffer source, IoCall call) throws IOException {
      int wanted = source.remaining();
      int length = room(position, wanted);
      if (length == 0 && wanted > 0) {
        throw Fault.ENOSPC.exception(call);
      }
      store(position, source, length);
      return length;
    }

    private int room(long position, int length) {
      return inode.room((int) position, length, disk.capacityBlocks - disk.usedBlocks);
    }

    private void store(long position, ByteBuffer source, int length) {
      disk.usedBlocks += inode.write((int) position, source, length, disk::nextSequence);
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      IoCall call = pass(IoKind.READ, name, position, target.remaining());
      Fault fault = faults.at(call);
      synchronized (disk) {
        checkOpen();
        if (fault != null && fault.isError()) {
          throw fault.exception(call);
        }
        if (position >= inode.length()) {
          return -1;
        }
        int length = fault == Fault.ZERO ? 0 : fault == null ? target.remaining() : half(target);
        return inode.read(position, target, (int) Math.min(length, inode.length() - position));
      }
    }

    private static int half(ByteBuffer buffer) {
      return (buffer.remaining() + 1) / 2;
    }

    @Override
    public ByteBuffer map() throws IOException {
      refuse(IoKind.MAP);
      synchronized (disk) {
        checkOpen();
        return inode.map();
      }
    }

    @Override
    public void sync() throws IOException {
      IoCall call = pass(IoKind.SYNC_FILE, name, 0, 0);
      Fault fault = faults.at(call);
      synchronized (disk) {
        checkOpen();
        if (fault != null && fault.isError()) {
          inode.forget(
              inode.pending().stream().filter(change -> disk.random.nextBoolean()).toList());
          throw fault.exception(call);
        }
        inode.sync();
      }
    }

    private void refuse(IoKind kind) throws IOException {
      IoCall call = pass(kind, name, 0, 0);
      Fault fault = faults.at(call);
      if (fault != null && fault.isError()) {
        throw fault.exception(call);
      }
    }

    private void checkOpen() throws IOException {
      if (!open) {
        throw new IOException("the file was closed");
      }
    }

    @Override
    public void close() {
      synchronized (disk) {
        if (open) {
          open = false;
          inode.handles--;
          openFiles.remove(this);
          disk.released(inode);
        }
      }
    }
  }
}
