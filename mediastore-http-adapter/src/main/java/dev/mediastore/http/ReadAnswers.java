// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ByteRange;
import dev.mediastore.core.Container;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers GetObject and DescribeObject (contract sections 7.4 and 9). Safe for any thread. */
final class ReadAnswers {
  private static final int FEWEST_FIELDS = 4;

  private final Preset preset;
  private final EntityTags entityTags;
  private final Throttle throttle;
  private final LoadShedding loadShedding;

  ReadAnswers(Preset preset, EntityTags entityTags, Throttle throttle, LoadShedding loadShedding) {
    this.loadShedding = loadShedding;
    this.throttle = throttle;
    this.preset = preset;
    this.entityTags = entityTags;
  }

  /**
   * HEAD of an object: what GET would say about it, of its whole length.
   *
   * @return false if there is none; the request is not answered then
   */
  boolean describe(Transaction transaction, Container container, ObjectPath path) {
    ObjectMetadata object = container.head(path).orElse(null);
    if (object == null) {
      return false;
    }
    transaction.expires(object.expiresAt());
    if (answeredByConditions(transaction, object, object.cacheControl())) {
      return true;
    }
    Headers.Builder headers = headers(object, object.cacheControl());
    if (!object.growing()) {
      headers.add("Content-Length", Long.toString(object.lengthBytes()));
    }
    transaction.answer(200, headers.build(), ResponseBody.empty());
    return true;
  }

  /**
   * GET of an object, or of a range of it, or of as much as has arrived and the rest as it does.
   *
   * @param reload the state of a playlist that is asked for, or null for the object as it is
   * @return false if there is none, or not in that state; the request is not answered then
   */
  boolean get(
      Transaction transaction,
      Container container,
      ObjectPath path,
      @Nullable PlaylistReload reload) {
    ObjectLease lease = container.open(path).orElse(null);
    if (lease == null) {
      return false;
    }
    boolean handedOver = false;
    try {
      if (reload != null && !reload.isIn(lease)) {
        return false;
      }
      ObjectMetadata object = lease.metadata();
      transaction.expires(object.expiresAt());
      String cacheControl = reload == null ? object.cacheControl() : reload.cacheControl();
      if (answeredByConditions(transaction, object, cacheControl)) {
        return true;
      }
      loadShedding.admit(transaction, object);
      if (object.growing() && lease.state() != LeaseState.COMPLETE) {
        throttle.count(container, RequestQuotas.Kind.GET_STREAMING);
        LeaseBody body = LeaseBody.growing(lease, container.name());
        transaction.answer(200, headers(object, cacheControl).build(), body);
      } else {
        answerComplete(transaction, container, lease, object, cacheControl);
      }
      handedOver = true;
      return true;
    } finally {
      if (!handedOver) {
        lease.close();
      }
    }
  }

  private void answerComplete(
      Transaction transaction,
      Container container,
      ObjectLease lease,
      ObjectMetadata object,
      @Nullable String cacheControl) {
    long length = lease.availableBytes();
    Headers request = transaction.head().headers();
    ByteRangeHeader range = range(request, object);
    Headers.Builder headers = headers(object, cacheControl);
    if (range == null) {
      transaction.answer(200, headers.build(), LeaseBody.of(lease, 0, length, container.name()));
      return;
    }
    Optional<ByteRange> satisfiable = range.resolve(length);
    if (satisfiable.isEmpty()) {
      throw new ServiceException(
              ServiceError.RANGE_NOT_SATISFIABLE, "The range is outside of the object.")
          .with("Content-Range", "bytes */" + length);
    }
    ByteRange part = satisfiable.get();
    headers.add("Content-Range", "bytes " + part.first() + '-' + part.last() + '/' + length);
    LeaseBody body = LeaseBody.of(lease, part.first(), part.last() + 1, container.name());
    transaction.answer(206, headers.build(), body);
  }

  /** The range to answer with, or null to answer with everything. */
  private @Nullable ByteRangeHeader range(Headers request, ObjectMetadata object) {
    List<String> values = request.all("Range");
    if (values.isEmpty()) {
      return null;
    }
    Optional<ByteRangeHeader> range =
        values.size() == 1 ? ByteRangeHeader.parse(values.get(0)) : Optional.empty();
    if (range.isEmpty() && preset == Preset.STRICT) {
      throw new ServiceException(
          ServiceError.VALIDATION, "Range must be one range of bytes such as bytes=0-99.");
    }
    boolean applies =
        Preconditions.rangeApplies(request, object.entityTag(), object.lastModified());
    return applies ? range.orElse(null) : null;
  }

  private boolean answeredByConditions(
      Transaction transaction, ObjectMetadata object, @Nullable String cacheControl) {
    if (preset == Preset.STRICT) {
      return false;
    }
    Headers request = transaction.head().headers();
    switch (Preconditions.evaluate(request, object.entityTag(), object.lastModified())) {
      case PROCEED -> {
        return false;
      }
      case NOT_MODIFIED -> {
        transaction.answer(304, validators(object, cacheControl).build(), ResponseBody.empty());
        return true;
      }
      case FAILED ->
          throw new ServiceException(
              ServiceError.PRECONDITION_FAILED, "The object is not the version demanded.");
    }
    return false;
  }

  private Headers.Builder headers(ObjectMetadata object, @Nullable String cacheControl) {
    String type = object.contentType();
    return validators(object, cacheControl)
        .add("Content-Type", type == null ? ContentTypes.UNKNOWN : type)
        .addIfPresent("Content-Encoding", object.contentEncoding())
        .add("Accept-Ranges", "bytes");
  }

  /** What a cache needs to go on with a copy it has. */
  private Headers.Builder validators(ObjectMetadata object, @Nullable String cacheControl) {
    return Headers.builder(FEWEST_FIELDS + (cacheControl == null ? 0 : 1))
        .add("ETag", entityTags.print(object.entityTag()))
        .add("Last-Modified", HttpDates.format(object.lastModified()))
        .addIfPresent("Cache-Control", cacheControl);
  }

  static ServiceException notFound() {
    return new ServiceException(ServiceError.OBJECT_NOT_FOUND, "No object at this path.");
  }
}
