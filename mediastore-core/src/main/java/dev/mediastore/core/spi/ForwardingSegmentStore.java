// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on to another store; the base of stores that meter, refuse or disturb. Safe for
 * any thread.
 *
 * @since 0.1
 */
public abstract class ForwardingSegmentStore implements SegmentStore {
  private final SegmentStore delegate;

  /**
   * Stands in front of a store and owns it: closing this closes it.
   *
   * @param delegate the store beneath
   */
  protected ForwardingSegmentStore(SegmentStore delegate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
  }

  /**
   * Returns the store beneath.
   *
   * @return the delegate
   */
  protected final SegmentStore delegate() {
    return delegate;
  }

  @Override
  public StoreCapabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public Catalogue catalogue() {
    return delegate.catalogue();
  }

  @Override
  public ObjectWriter openWriter(ContainerId container, ObjectDraft draft) {
    return delegate.openWriter(container, draft);
  }

  @Override
  public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
    return delegate.open(container, path);
  }

  @Override
  public Optional<ObjectMetadata> head(ContainerId container, ObjectPath path) {
    return delegate.head(container, path);
  }

  @Override
  public boolean delete(ContainerId container, ObjectPath path, @Nullable String onlyVersion) {
    return delegate.delete(container, path, onlyVersion);
  }

  @Override
  public Listing list(
      ContainerId container, FolderPath folder, @Nullable ListingCursor after, int max) {
    return delegate.list(container, folder, after, max);
  }

  @Override
  public List<ObjectMetadata> walk(ContainerId container, @Nullable ObjectPath after, int max) {
    return delegate.walk(container, after, max);
  }

  @Override
  public int reclaimExpired(Instant now, int max) {
    return delegate.reclaimExpired(now, max);
  }

  @Override
  public boolean drop(ContainerId container) {
    return delegate.drop(container);
  }

  @Override
  public void dropWithContent(ContainerId container) {
    delegate.dropWithContent(container);
  }

  @Override
  public boolean isWritable() {
    return delegate.isWritable();
  }

  @Override
  public Optional<Instant> newest() {
    return delegate.newest();
  }

  @Override
  public StoreUsage usage() {
    return delegate.usage();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
