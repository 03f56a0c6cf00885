// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.ForwardingRequestHandler;
import dev.mediastore.http.Headers;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.ServiceError;
import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Signer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An origin that takes whatever credentials a client has: a signed request is signed anew with the
 * root key, whoever signed it and however. The origin itself verifies as always, so that it has no
 * way around its gate; and what is not signed stays unsigned. Safe for any thread.
 */
final class AnyCredentials extends ForwardingRequestHandler {
  private static final String ALGORITHM = "AWS4-";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String CONTENT_SHA256 = "x-amz-content-sha256";

  /** Fields of the client's own signature, and of the framing that goes with it. */
  private static final Set<String> SIGNATURE =
      Set.of("authorization", "x-amz-date", "x-amz-security-token", CONTENT_SHA256);

  private static final Set<String> FRAMING =
      Set.of("x-amz-decoded-content-length", "x-amz-trailer", "content-length");

  private final SigV4Signer signer;

  AnyCredentials(RequestHandler origin, SigV4Signer signer) {
    super(origin);
    this.signer = signer;
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    String authorization = head.headers().first("Authorization");
    boolean signed = authorization != null && authorization.startsWith(ALGORITHM);
    if (!signed && !head.rawTarget().contains("X-Amz-Signature=")) {
      return next().begin(head, sink);
    }
    String declared = head.headers().first(CONTENT_SHA256);
    boolean framed = declared != null && AwsChunkedBody.isDeclared(declared);
    String payload = declared == null || framed ? UNSIGNED : declared;
    Exchange exchange = next().begin(signedAnew(head, framed, payload), sink);
    return framed ? new Unframed(exchange, () -> sink.respond(refusal(head))) : exchange;
  }

  private Response refusal(RequestHead head) {
    return refuse(ServiceError.VALIDATION, "The body is not framed as its head says.", head.peer());
  }

  private RequestHead signedAnew(RequestHead head, boolean framed, String payload) {
    int mark = head.rawTarget().indexOf('?');
    String path = mark < 0 ? head.rawTarget() : head.rawTarget().substring(0, mark);
    String query = mark < 0 ? null : withoutSignature(head.rawTarget().substring(mark + 1));
    List<Map.Entry<String, String>> kept = kept(head, framed);
    RequestView view = RequestView.of(head.method(), path, query, kept);
    Headers.Builder headers = Headers.builder();
    Stream.concat(kept.stream(), signer.sign(view, payload).stream())
        .forEach(field -> headers.add(field.getKey(), field.getValue()));
    return new RequestHead(
        head.method(),
        query == null ? path : path + '?' + query,
        head.version(),
        headers.build(),
        head.peer(),
        head.secure());
  }

  private static @Nullable String withoutSignature(String query) {
    String left =
        Stream.of(query.split("&", -1))
            .filter(parameter -> !parameter.startsWith("X-Amz-"))
            .collect(Collectors.joining("&"));
    return left.isEmpty() ? null : left;
  }

  private static List<Map.Entry<String, String>> kept(RequestHead head, boolean framed) {
    List<Map.Entry<String, String>> kept = new ArrayList<>();
    head.headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              boolean coding = lower.equals("content-encoding") && value.contains("aws-chunked");
              if (!SIGNATURE.contains(lower) && !(framed && (FRAMING.contains(lower) || coding))) {
                kept.add(Map.entry(name, value));
              }
            });
    String length = head.headers().first("x-amz-decoded-content-length");
    if (framed && length != null && !head.headers().contains("Transfer-Encoding")) {
      kept.add(Map.entry("Content-Length", length));
    }
    return kept;
  }

  /** An upload without the framing that its own signature came in. */
  private static final class Unframed implements Exchange {
    private final Exchange exchange;
    private final Runnable refuse;
    private final AwsChunkedBody framing;
    private boolean broken;

    Unframed(Exchange exchange, Runnable refuse) {
      this.exchange = exchange;
      this.refuse = refuse;
      this.framing =
          new AwsChunkedBody(
              piece -> {
                if (exchange.wantsBody()) {
                  exchange.body(piece);
                }
              });
    }

    @Override
    public boolean wantsBody() {
      return !broken && exchange.wantsBody();
    }

    @Override
    public void body(ByteBuffer piece) {
      try {
        if (!broken) {
          framing.update(piece);
        }
      } catch (IllegalArgumentException e) {
        broken = true;
        exchange.connectionLost("the body is not framed as its head says");
        refuse.run();
      }
      piece.position(piece.limit());
    }

    @Override
    public void end() {
      if (!broken) {
        exchange.end();
      }
    }

    @Override
    public void connectionLost(String reason) {
      if (!broken) {
        exchange.connectionLost(reason);
      }
    }

    @Override
    public void sent(long bodyBytes, boolean complete) {
      if (!broken) {
        exchange.sent(bodyBytes, complete);
      }
    }
  }
}
