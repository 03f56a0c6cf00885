// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.ForwardingRequestHandler;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One page about an origin: its containers and objects, the uploads of each rendition as a picture,
 * and refused requests with their reasons. It only reads. Safe for any thread.
 *
 * <pre>{@code
 * Console console = Console.create(store, ConsoleAccess.token(token));
 * MediaStoreHttp http = MediaStoreHttp.builder(store).listener(console).build();
 * NettyServer server = NettyServer.builder(console.before(http)).start();
 * }</pre>
 *
 * <p>It is at {@value #PATH} of every host name. What it remembers is bounded: the latest uploads
 * of 64 renditions, 200 refusals. Its pages load nothing from elsewhere, and names of objects and
 * values of header fields are never read as markup.
 *
 * @since 0.1
 */
public final class Console implements ExchangeListener {
  /** Where the page is. */
  public static final String PATH = "/-/console/";

  private static final Set<String> UPLOADS = Set.of("PutObject");
  private static final int MOST_REFUSALS = 200;

  private final ConsoleAccess access;
  private final ConsolePages pages;
  private final Timeline timeline = new Timeline();
  private final Deque<ExchangeRecord> refusals = new ArrayDeque<>();

  private Console(MediaStore store, ConsoleAccess access) {
    this.access = access;
    this.pages = new ConsolePages(store, timeline, this::refusals);
  }

  /**
   * A console that nobody has yet.
   *
   * @param store what it shows; stays the caller's
   * @param access who may see it
   * @return to be a listener of the origin, and to be put before it
   */
  public static Console create(MediaStore store, ConsoleAccess access) {
    return new Console(
        Objects.requireNonNull(store, "store"), Objects.requireNonNull(access, "access"));
  }

  @Override
  public void ended(ExchangeRecord record) {
    Container container = record.container();
    String path = record.path();
    if (UPLOADS.contains(record.operation()) && container != null && path != null) {
      Duration took = record.total();
      timeline.add(
          container.name(),
          path,
          record.receivedAt(),
          record.receivedAt().plus(took),
          record.bodyBytesReceived(),
          record.status());
    }
    if (record.status() >= 400) {
      remember(record);
    }
  }

  private void remember(ExchangeRecord refused) {
    synchronized (refusals) {
      if (refusals.size() == MOST_REFUSALS) {
        refusals.removeLast();
      }
      refusals.addFirst(refused);
    }
  }

  private List<ExchangeRecord> refusals() {
    synchronized (refusals) {
      return List.copyOf(refusals);
    }
  }

  /**
   * Answers requests for the console, and hands all others on.
   *
   * @param origin the origin, or whatever is before it already
   * @return what a host is given
   */
  public RequestHandler before(RequestHandler origin) {
    return new ForwardingRequestHandler(origin) {
      @Override
      public Exchange begin(RequestHead head, ResponseSink sink) {
        if (!head.rawTarget().startsWith(PATH)) {
          return next().begin(head, sink);
        }
        sink.respond(answer(head));
        return Exchange.answered();
      }
    };
  }

  private Response answer(RequestHead head) {
    boolean admitted;
    try {
      admitted = access.admits(head);
    } catch (RuntimeException e) {
      admitted = false; // Closed unless it says otherwise.
    }
    if (!admitted) {
      return ConsoleAnswers.unauthorized();
    }
    boolean read = head.method().equals("GET") || head.method().equals("HEAD");
    return read ? pages.page(head) : ConsoleAnswers.text(405, "The console only reads.");
  }
}
