// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container: a name space for objects with its own documents and tags. Safe for any thread.
 *
 * <p>A handle stays valid for the life of the container and shows its newest state. Reading
 * documents, tags and flags costs a volatile read. Once the container is gone, operations fail with
 * CONTAINER_NOT_FOUND; while it is not ACTIVE, all but the plain accessors fail with
 * CONTAINER_IN_USE. A container that was created without a delay becomes ACTIVE with the first
 * operation or look-up after its creation.
 *
 * @since 0.1
 */
public final class Container {
  private final Origin origin;
  private final ContainerState state;
  private final ContainerId id;
  private final ContainerArn arn;
  private final Instant createdAt;
  private final ContainerObjects objects;

  Container(Origin origin, ContainerRecord record) {
    this.origin = origin;
    this.state = new ContainerState(origin, record);
    this.id = record.id();
    this.arn = record.arn();
    this.createdAt = record.createdAt();
    this.objects = new ContainerObjects(origin, state, id, arn);
  }

  ContainerState state() {
    return state;
  }

  /**
   * Returns the resource name.
   *
   * @return unique among living containers
   */
  public ContainerArn arn() {
    return arn;
  }

  /**
   * Returns the name.
   *
   * @return unique in its account and region
   */
  public String name() {
    return arn.name();
  }

  /**
   * Returns the endpoint id.
   *
   * @return 14 lower-case letters and digits, never used for another container
   */
  public String id() {
    return id.value();
  }

  /**
   * Returns when the container was created.
   *
   * @return an instant of the origin's clock
   */
  public Instant createdAt() {
    return createdAt;
  }

  /**
   * Returns the status and counts as a look at the container: one that was created without a delay
   * shows CREATING at the first look, which may be this one, and ACTIVE afterwards. Read it once
   * per answer.
   *
   * @return DELETING also once the container is gone
   */
  public ContainerStatus status() {
    if (state.gone()) {
      return ContainerStatus.DELETING;
    }
    ContainerStatus seen = state.record().status();
    ContainerStatus settled =
        state.settle().map(ContainerRecord::status).orElse(ContainerStatus.DELETING);
    boolean firstLook = seen == ContainerStatus.CREATING && origin.activationDelay().isZero();
    return firstLook ? seen : settled;
  }

  /**
   * Returns whether requests for objects are logged.
   *
   * @return false unless switched on
   */
  public boolean accessLogging() {
    return state.record().accessLogging();
  }

  /**
   * Switches access logging; switching to what it is already does nothing.
   *
   * @param on whether requests are logged
   */
  public void accessLogging(boolean on) {
    state.update(record -> record.accessLogging() == on ? record : record.withAccessLogging(on));
  }

  /**
   * Checks that the container can be used.
   *
   * @throws MediaStoreException with {@link ErrorCode#CONTAINER_IN_USE} if it is not ACTIVE, {@link
   *     ErrorCode#CONTAINER_NOT_FOUND} if it is gone
   */
  public void requireActive() {
    state.requireActive();
  }

  /**
   * Returns the tags.
   *
   * @return in key order
   */
  public Map<String, String> tags() {
    return state.record().tags();
  }

  /**
   * Adds or overwrites tags and leaves the others.
   *
   * @param tags keys of 1 to 128 and values of 0 to 256 characters (contract section 18.1)
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if one is malformed or reserved,
   *     or there would be too many; nothing is changed then
   */
  public void tag(Map<String, String> tags) {
    int max = origin.limits().tagsPerContainer();
    state.update(record -> record.withTags(Tags.add(record.tags(), tags, max)));
  }

  /**
   * Removes tags; unknown keys are ignored.
   *
   * @param keys keys to remove
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if one is malformed or reserved
   */
  public void untag(Collection<String> keys) {
    state.update(record -> record.withTags(Tags.remove(record.tags(), keys)));
  }

  /**
   * Returns a document.
   *
   * @param kind which
   * @return the text as it was put, with its revision
   */
  public Optional<StoredDocument> document(DocumentKind kind) {
    return Optional.ofNullable(state.record().documents().get(kind));
  }

  /**
   * Puts a document in place of the previous one of its kind. What it says is the caller's
   * business: it is checked before it is put.
   *
   * @param kind any but the lifecycle policy, which goes through {@link #putLifecyclePolicy}
   * @param text the document, returned character for character
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if it is too long
   */
  public void putDocument(DocumentKind kind, String text) {
    if (kind == DocumentKind.LIFECYCLE_POLICY) {
      throw new IllegalArgumentException("a lifecycle policy is put with its rules");
    }
    put(kind, text, null);
  }

  /**
   * Puts a lifecycle policy in place of the previous one; it is in force when this returns. Objects
   * already stamped by a transient data rule keep their expiry.
   *
   * @param policy text and rules
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if the text is too long
   */
  public void putLifecyclePolicy(LifecyclePolicy policy) {
    put(DocumentKind.LIFECYCLE_POLICY, policy.text(), policy.rules());
  }

  private void put(DocumentKind kind, String text, @Nullable List<LifecycleRule> rules) {
    if (text.length() > origin.limits().documentCharacters()) {
      throw MediaStoreException.of(ErrorCode.VALIDATION, "The document is too long.");
    }
    state.update(
        record -> {
          Map<DocumentKind, StoredDocument> documents = new EnumMap<>(DocumentKind.class);
          documents.putAll(record.documents());
          // The record's next revision is new to this container, so the document's is too.
          documents.put(kind, new StoredDocument(text, record.revision() + 1));
          return record.withDocuments(
              documents, Objects.requireNonNullElse(rules, record.lifecycleRules()));
        });
  }

  /**
   * Removes a document.
   *
   * @param kind which
   * @return false if there was none
   */
  public boolean deleteDocument(DocumentKind kind) {
    ContainerRecord before = state.requireActive();
    ContainerRecord[] replaced = {before};
    state.update(
        record -> {
          replaced[0] = record;
          if (!record.documents().containsKey(kind)) {
            return record;
          }
          Map<DocumentKind, StoredDocument> documents = new EnumMap<>(DocumentKind.class);
          documents.putAll(record.documents());
          documents.remove(kind);
          boolean lifecycle = kind == DocumentKind.LIFECYCLE_POLICY;
          return record.withDocuments(documents, lifecycle ? List.of() : record.lifecycleRules());
        });
    return replaced[0].documents().containsKey(kind);
  }

  /**
   * Returns the rules of the lifecycle policy in force.
   *
   * @return empty without a policy
   */
  public List<LifecycleRule> lifecycleRules() {
    return state.record().lifecycleRules();
  }

  /**
   * Begins an upload. The object is created, or replaces the present one, when the upload is
   * committed; a STREAMING one is readable earlier.
   *
   * @param path path of the object
   * @param options what is known beforehand
   * @return the upload; the caller closes it
   * @throws MediaStoreException with {@link ErrorCode#OBJECT_TOO_LARGE} if the declared length is
   *     beyond the limit, {@link ErrorCode#LIMIT_EXCEEDED} if too much is being uploaded, {@link
   *     ErrorCode#STORE_FULL}, {@link ErrorCode#STORE_READ_ONLY}; nothing was read or allocated
   *     then
   */
  public ObjectUpload beginUpload(ObjectPath path, UploadOptions options) {
    return objects.beginUpload(path, options, options.declaredLength());
  }

  /**
   * Uploads an object whose bytes are all at hand.
   *
   * @param path path of the object
   * @param options what to store with it
   * @param content all bytes; the buffer's position moves to its limit
   * @return what was stored
   * @throws MediaStoreException as {@link #beginUpload} and {@link ObjectUpload#commit}
   */
  public ObjectMetadata put(ObjectPath path, UploadOptions options, ByteBuffer content) {
    long length = options.declaredLength() == -1 ? content.remaining() : options.declaredLength();
    try (ObjectUpload upload = objects.beginUpload(path, options, length)) {
      upload.append(content);
      return upload.commit();
    }
  }

  /**
   * Uploads an object whose bytes are all at hand.
   *
   * @param path path of the object
   * @param options what to store with it
   * @param content all bytes, not kept
   * @return what was stored
   * @throws MediaStoreException as {@link #beginUpload} and {@link ObjectUpload#commit}
   */
  public ObjectMetadata put(ObjectPath path, UploadOptions options, byte[] content) {
    return put(path, options, ByteBuffer.wrap(content));
  }

  /**
   * Opens an object for reading; it may still be growing.
   *
   * @param path path of the object
   * @return a lease the caller closes; empty if there is no such object or it has expired
   */
  public Optional<ObjectLease> open(ObjectPath path) {
    return objects.open(path);
  }

  /**
   * Reads the metadata of an object.
   *
   * @param path path of the object
   * @return its metadata; empty if there is no such object or it has expired
   */
  public Optional<ObjectMetadata> head(ObjectPath path) {
    return objects.head(path);
  }

  /**
   * Calls back at the next arrival at a path: a complete object, or the first readable bytes of a
   * growing one. Also when the container is gone. What other nodes bring to a shared store is not
   * noticed.
   *
   * <p>Look for the object after this returned, not before, and nothing is missed.
   *
   * @param path path of the object
   * @param wake called at most once, on the thread of the uploader, which it must not hold up
   * @return the wait, which the caller closes if it gives up
   */
  public ArrivalWatch onArrival(ObjectPath path, Runnable wake) {
    return objects.onArrival(path, wake);
  }

  /**
   * Deletes an object. Whoever is reading it is not disturbed; an upload that is visible already is
   * withdrawn.
   *
   * @param path path of the object
   * @return false if there was no such object
   */
  public boolean delete(ObjectPath path) {
    return objects.delete(path);
  }

  /**
   * Lists direct children of a folder: complete objects without expiry, and folders that hold such.
   *
   * @param folder folder to list; an unknown one is empty
   * @param after start after this row, or null for the beginning
   * @param max most rows, 1 to {@link StoreLimits#listingItems()}
   * @return one page
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION} if {@code max} is out of range
   */
  public Listing list(FolderPath folder, @Nullable ListingCursor after, int max) {
    return objects.list(folder, after, max);
  }

  /**
   * Removes the objects that are due by the rules in days of the lifecycle policy in force. Meant
   * to be called about once a minute; each object is judged by the policy in force at that moment.
   *
   * @return number of objects removed
   */
  public long sweepExpired() {
    return sweepExpired(objects.now());
  }

  long sweepExpired(Instant now) {
    return objects.sweep(now);
  }

  /**
   * Tells whether a transition rule of the lifecycle policy in force has moved an object to the
   * infrequent access class. Nothing that clients see depends on it; it is for hosts with tiers of
   * storage.
   *
   * @param object an object of this container
   * @return true if a rule matches and the object is old enough for it
   */
  public boolean isArchived(ObjectMetadata object) {
    return objects.isArchived(object);
  }

  @Override
  public String toString() {
    return "Container[" + arn + ", id " + id + "]";
  }
}
