// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.clients;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.BlockingOutputStreamAsyncRequestBody;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.mediastore.MediaStoreAsyncClient;
import software.amazon.awssdk.services.mediastore.model.Container;
import software.amazon.awssdk.services.mediastoredata.MediaStoreDataAsyncClient;
import software.amazon.awssdk.services.mediastoredata.model.Item;
import software.amazon.awssdk.services.mediastoredata.model.ObjectNotFoundException;
import software.amazon.awssdk.services.mediastoredata.model.PutObjectResponse;
import software.amazon.awssdk.services.mediastoredata.model.UploadAvailability;

/**
 * The asynchronous clients over TLS, the only way on which they send a body of unknown length
 * without reading it twice; so this is where an object is read while it grows.
 */
final class AsyncOverTls implements AutoCloseable {

  private static final String NAME = "java-sdk_async";

  private final SdkAsyncHttpClient http;
  private final MediaStoreAsyncClient control;
  private final MediaStoreDataAsyncClient data;

  private AsyncOverTls(Origin origin, SdkAsyncHttpClient http) {
    this.http = http;
    this.control =
        MediaStoreAsyncClient.builder()
            .endpointOverride(origin.control())
            .region(origin.region())
            .credentialsProvider(origin.credentials())
            .overrideConfiguration(s -> s.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .httpClient(http)
            .build();
    control.createContainer(request -> request.containerName(NAME)).join();
    Container container =
        control.describeContainer(request -> request.containerName(NAME)).join().container();
    Check.that(container.endpoint().startsWith("https://"), "endpoint " + container.endpoint());
    this.data =
        MediaStoreDataAsyncClient.builder()
            .endpointOverride(URI.create(container.endpoint()))
            .region(origin.region())
            .credentialsProvider(origin.credentials())
            .overrideConfiguration(s -> s.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .httpClient(http)
            .build();
  }

  static AsyncOverTls of(Origin origin) throws Exception {
    System.out.println("Asynchronous clients over TLS");
    TrustManagerFactory trust = trusting(origin.caFile().orElseThrow());
    return new AsyncOverTls(
        origin,
        NettyNioAsyncHttpClient.builder()
            .tlsTrustManagersProvider(trust::getTrustManagers)
            .build());
  }

  private static TrustManagerFactory trusting(Path caFile) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(caFile)) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, each);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  void run() throws Exception {
    unknownLength();
    growing();
    sideBySide();
    Check.fails(
        ObjectNotFoundException.class,
        404,
        () -> data.describeObject(request -> request.path("none.ts")).join());
    delete();
  }

  private void unknownLength() throws Exception {
    System.out.println("PutObject of unknown length");
    byte[] segment = DataPlane.segment(4, 2_000_003);
    BlockingOutputStreamAsyncRequestBody body = AsyncRequestBody.forBlockingOutputStream(null);
    CompletableFuture<PutObjectResponse> put =
        data.putObject(request -> request.path("async/pieces.m4s"), body);
    try (OutputStream out = body.outputStream()) {
      for (int at = 0; at < segment.length; at += 9_973) {
        out.write(segment, at, Math.min(9_973, segment.length - at));
      }
    }
    Check.equal(DataPlane.sha256(segment), put.get(30, TimeUnit.SECONDS).contentSHA256(), "digest");
    Check.sameBytes(segment, read("async/pieces.m4s"), "object sent in pieces");
  }

  /**
   * The second half is sent only after the first has been read, so a buffering origin makes this
   * hang and fail.
   */
  private void growing() throws Exception {
    System.out.println("GetObject of an object that is still being uploaded");
    byte[] segment = DataPlane.segment(5, 200_000);
    int half = segment.length / 2;
    BlockingOutputStreamAsyncRequestBody body = AsyncRequestBody.forBlockingOutputStream(null);
    CompletableFuture<PutObjectResponse> put =
        data.putObject(
            request ->
                request.path("async/growing.m4s").uploadAvailability(UploadAvailability.STREAMING),
            body);
    byte[] read = new byte[segment.length];
    OutputStream out = body.outputStream();
    out.write(segment, 0, half);
    out.flush();
    try (InputStream in = openOnceVisible("async/growing.m4s")) {
      Check.equal(half, in.readNBytes(read, 0, half), "bytes read before the upload ended");
      Check.that(!put.isDone(), "the upload is not answered yet");
      out.write(segment, half, segment.length - half);
      out.close();
      in.readNBytes(read, half, segment.length - half);
      Check.equal(-1, in.read(), "end of the growing object");
    }
    Check.equal(DataPlane.sha256(segment), put.get(30, TimeUnit.SECONDS).contentSHA256(), "digest");
    Check.sameBytes(segment, read, "object read while it grew");
  }

  private InputStream openOnceVisible(String path) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try {
        return data.getObject(
                request -> request.path(path), AsyncResponseTransformer.toBlockingInputStream())
            .get(20, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof ObjectNotFoundException) || System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(50); // Nothing tells a client that an object is there: it asks again.
      }
    }
  }

  private void sideBySide() {
    System.out.println("Forty uploads at once");
    List<CompletableFuture<PutObjectResponse>> puts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String path = "async/many/%02d".formatted(i);
      byte[] bytes = DataPlane.segment(i, 10_000 + i);
      puts.add(data.putObject(request -> request.path(path), AsyncRequestBody.fromBytes(bytes)));
    }
    puts.forEach(CompletableFuture::join);
    List<Item> items = new ArrayList<>();
    data.listItemsPaginator(request -> request.path("async/many").maxResults(15))
        .subscribe(page -> items.addAll(page.items()))
        .join();
    Check.equal(40, items.size(), "items");
    for (int i = 0; i < 40; i++) {
      Check.equal(10_000L + i, items.get(i).contentLength(), "length of " + items.get(i).name());
    }
  }

  private void delete() {
    for (String folder : List.of("async/many/", "async/")) {
      data.listItems(request -> request.path(folder)).join().items().stream()
          .map(item -> data.deleteObject(request -> request.path(folder + item.name())))
          .toList()
          .forEach(CompletableFuture::join);
    }
    control.deleteContainer(request -> request.containerName(NAME)).join();
  }

  private byte[] read(String path) throws Exception {
    return data.getObject(request -> request.path(path), AsyncResponseTransformer.toBytes())
        .get(30, TimeUnit.SECONDS)
        .asByteArray();
  }

  @Override
  public void close() {
    data.close();
    control.close();
    http.close();
  }
}
