// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.ObjectUpload;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.sigv4.PayloadExpectation;
import dev.mediastore.sigv4.PayloadForm;
import dev.mediastore.sigv4.PayloadVerifier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Admits uploads: everything that can be refused from the head alone is. Safe for any thread. */
final class Uploads {
  private static final String DIGEST_HEADER = "x-amz-content-sha256";
  private static final String DIGEST_PARAMETER = "X-Amz-Content-Sha256";

  private final UploadHeaders headers;
  private final PutAnswer answer;
  private final Duration time;
  private final Deadlines deadlines;
  private final EdgeRules rules;
  private final Waits waits;
  private final Throttle throttle;

  Uploads(
      UploadHeaders headers,
      PutAnswer answer,
      Duration time,
      Deadlines deadlines,
      EdgeRules rules,
      Waits waits,
      Throttle throttle) {
    this.throttle = throttle;
    this.rules = rules;
    this.waits = waits;
    this.headers = headers;
    this.answer = answer;
    this.time = time;
    this.deadlines = deadlines;
  }

  /** Opens the upload that a PUT asks for. */
  Exchange begin(
      Transaction transaction,
      QueryString query,
      Authentication authentication,
      Container container,
      ObjectPath path) {
    RequestHead head = transaction.head();
    UploadOptions.Builder options = headers.options(head, path);
    PayloadExpectation expected = authentication.payload();
    PayloadForm form = expected.form();
    if (!form.framed() && UploadHeaders.isFramed(head.headers())) {
      throw new ServiceException(
          ServiceError.VALIDATION,
          "Content-Encoding names aws-chunked but x-amz-content-sha256 names no such form.");
    }
    long bodyLength = UploadHeaders.bodyLength(head);
    options.declaredLength(form.framed() ? expected.decodedLength().orElse(-1) : bodyLength);
    if (authentication.pending()) {
      // Whoever sent this may not be who it says: no reader may see a byte before that is proved.
      options.availability(UploadAvailability.STANDARD);
    }
    PayloadVerifier payload = null;
    if (form == PayloadForm.DECLARED_DIGEST) {
      options.expectedSha256(declaredDigest(head, query));
    } else if (form.framed() || authentication.pending()) {
      payload = authentication.payloadVerifier();
    }
    PublishBarrier barrier = barrier(container, path, options);
    UploadOptions chosen = options.build();
    throttle.count(container, kind(chosen));
    ObjectUpload upload = container.beginUpload(path, chosen);
    PutExchange exchange =
        new PutExchange(transaction, upload, payload, authentication.caller(), answer, barrier);
    exchange.expireAfter(time, deadlines);
    return exchange;
  }

  private @Nullable PublishBarrier barrier(
      Container container, ObjectPath path, UploadOptions.Builder options) {
    Duration hold = rules.barrier(path, options.build().contentType());
    if (hold == null) {
      return null;
    }
    PublishBarrier barrier = new PublishBarrier(container, path, waits, hold);
    // What is to be held back must not be seen while it grows.
    options.availability(UploadAvailability.STANDARD).bodyTap(barrier::take);
    return barrier;
  }

  private static RequestQuotas.Kind kind(UploadOptions options) {
    return options.availability() == UploadAvailability.STREAMING
        ? RequestQuotas.Kind.PUT_STREAMING
        : RequestQuotas.Kind.PUT_STANDARD;
  }

  /** The digest in the form the signature covers; the verifier has found it to be one. */
  private static @Nullable String declaredDigest(RequestHead head, QueryString query) {
    String inHeader = head.headers().first(DIGEST_HEADER);
    return inHeader != null ? inHeader : query.value(DIGEST_PARAMETER);
  }
}
