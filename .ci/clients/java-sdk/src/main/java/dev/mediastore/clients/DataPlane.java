// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.clients;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.mediastore.MediaStoreClient;
import software.amazon.awssdk.services.mediastore.model.ContainerInUseException;
import software.amazon.awssdk.services.mediastoredata.MediaStoreDataClient;
import software.amazon.awssdk.services.mediastoredata.model.ContainerNotFoundException;
import software.amazon.awssdk.services.mediastoredata.model.DescribeObjectResponse;
import software.amazon.awssdk.services.mediastoredata.model.GetObjectResponse;
import software.amazon.awssdk.services.mediastoredata.model.Item;
import software.amazon.awssdk.services.mediastoredata.model.ItemType;
import software.amazon.awssdk.services.mediastoredata.model.ListItemsResponse;
import software.amazon.awssdk.services.mediastoredata.model.ObjectNotFoundException;
import software.amazon.awssdk.services.mediastoredata.model.PutObjectResponse;
import software.amazon.awssdk.services.mediastoredata.model.RequestedRangeNotSatisfiableException;
import software.amazon.awssdk.services.mediastoredata.model.StorageClass;
import software.amazon.awssdk.services.mediastoredata.model.UploadAvailability;

/**
 * The five operations of the data plane with a blocking client, over the endpoint that
 * DescribeContainer gave.
 */
final class DataPlane implements AutoCloseable {

  private static final int SEGMENT_BYTES = 3_000_017;

  private final String container;
  private final SyncHttp http;
  private final MediaStoreClient control;
  private final MediaStoreDataClient data;
  private final URI endpoint;
  private final Origin origin;

  private DataPlane(Origin origin, SyncHttp http, MediaStoreClient control) {
    this.origin = origin;
    this.http = http;
    this.control = control;
    this.container = "java-sdk_data_" + http;
    control.createContainer(request -> request.containerName(container));
    this.endpoint =
        URI.create(
            control
                .describeContainer(request -> request.containerName(container))
                .container()
                .endpoint());
    this.data = client(endpoint);
  }

  static DataPlane of(Origin origin, SyncHttp http) {
    return new DataPlane(origin, http, ControlPlane.client(origin, http));
  }

  private MediaStoreDataClient client(URI at) {
    return MediaStoreDataClient.builder()
        .endpointOverride(at)
        .region(origin.region())
        .credentialsProvider(origin.credentials())
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(http.create())
        .build();
  }

  void run() throws Exception {
    System.out.println("Data plane over " + http + " at " + endpoint);
    putAndRead();
    streams();
    ranges();
    paths();
    listing();
    errors();
    delete();
  }

  /** Bytes that differ from one another; the same for the same seed. */
  static byte[] segment(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void putAndRead() throws Exception {
    System.out.println("PutObject, DescribeObject, GetObject");
    byte[] segment = segment(1, SEGMENT_BYTES);
    PutObjectResponse put =
        data.putObject(
            request ->
                request
                    .path("live/seg1.ts")
                    .contentType("video/MP2T")
                    .cacheControl("max-age=6,  s-maxage=2")
                    .storageClass(StorageClass.TEMPORAL)
                    .uploadAvailability(UploadAvailability.STANDARD),
            RequestBody.fromBytes(segment));
    Check.equal(sha256(segment), put.contentSHA256(), "digest");
    Check.equal(StorageClass.TEMPORAL, put.storageClass(), "storage class");

    DescribeObjectResponse described = data.describeObject(request -> request.path("live/seg1.ts"));
    Check.equal(put.eTag(), described.eTag(), "entity tag");
    Check.equal((long) SEGMENT_BYTES, described.contentLength(), "length");
    Check.equal("video/MP2T", described.contentType(), "content type");
    Check.equal("max-age=6,  s-maxage=2", described.cacheControl(), "cache control");
    Check.that(
        Duration.between(described.lastModified(), Instant.now()).abs().toMinutes() < 5,
        "last modified " + described.lastModified());

    var got = data.getObjectAsBytes(request -> request.path("live/seg1.ts"));
    Check.sameBytes(segment, got.asByteArray(), "object");
    Check.equal(200, got.response().statusCode(), "status");
    Check.equal(put.eTag(), got.response().eTag(), "entity tag");

    Path file = Files.createTempDirectory("java-sdk").resolve("seg1.ts");
    data.getObject(request -> request.path("live/seg1.ts"), file);
    Check.sameBytes(segment, Files.readAllBytes(file), "object in a file");
    data.putObject(request -> request.path("live/seg2.ts"), RequestBody.fromFile(file));
    Check.sameBytes(segment, read("live/seg2.ts"), "object from a file");
    Files.delete(file);
    Files.delete(file.getParent());

    data.putObject(request -> request.path("live/seg1.ts"), RequestBody.fromString("replaced"));
    Check.equal("replaced", new String(read("live/seg1.ts")), "replaced object");
    data.putObject(request -> request.path("live/empty"), RequestBody.empty());
    Check.equal(0, read("live/empty").length, "length of an empty object");
  }

  private void streams() throws Exception {
    System.out.println("PutObject of unknown length");
    byte[] segment = segment(2, SEGMENT_BYTES);
    for (UploadAvailability availability :
        List.of(UploadAvailability.STANDARD, UploadAvailability.STREAMING)) {
      String path = "streams/" + availability + ".m4s";
      PutObjectResponse put =
          data.putObject(
              request -> request.path(path).uploadAvailability(availability),
              RequestBody.fromContentProvider(() -> stream(segment), "video/iso.segment"));
      Check.equal(sha256(segment), put.contentSHA256(), "digest of " + path);
      Check.sameBytes(segment, read(path), path);
    }
  }

  private void ranges() throws Exception {
    System.out.println("GetObject with a range");
    byte[] segment = segment(3, 1000);
    data.putObject(request -> request.path("range.ts"), RequestBody.fromBytes(segment));
    range(segment, "bytes=0-99", 0, 99);
    range(segment, "bytes=900-", 900, 999);
    range(segment, "bytes=-10", 990, 999);
    range(segment, "bytes=990-5000", 990, 999);
    Check.fails(
        RequestedRangeNotSatisfiableException.class,
        416,
        () -> data.getObjectAsBytes(request -> request.path("range.ts").range("bytes=1000-")));
  }

  private void range(byte[] segment, String range, int first, int last) {
    var got = data.getObjectAsBytes(request -> request.path("range.ts").range(range));
    GetObjectResponse answer = got.response();
    Check.equal(206, answer.statusCode(), "status of " + range);
    Check.equal("bytes " + first + "-" + last + "/1000", answer.contentRange(), "content range");
    Check.equal(last - first + 1L, answer.contentLength(), "length");
    Check.sameBytes(Arrays.copyOfRange(segment, first, last + 1), got.asByteArray(), range);
  }

  private void paths() throws Exception {
    System.out.println("Paths");
    for (String path :
        List.of("/lead/a.ts", "odd/a=b:c~d-e_f.ts", "1/2/3/4/5/6/7/8/9/10/deep.ts")) {
      byte[] segment = segment(path.hashCode(), 100);
      data.putObject(request -> request.path(path), RequestBody.fromBytes(segment));
      Check.sameBytes(segment, read(path), path);
      data.deleteObject(request -> request.path(path));
    }
    for (String path : List.of("a b.ts", "ü.ts", "1/2/3/4/5/6/7/8/9/10/11/too-deep.ts")) {
      System.out.println("  path " + path);
      Check.failsWithCode(
          "ValidationException",
          400,
          () -> data.putObject(request -> request.path(path), RequestBody.fromString("x")));
    }
  }

  private void listing() {
    System.out.println("ListItems");
    List<String> names = IntStream.range(0, 7).mapToObj("item%d.ts"::formatted).toList();
    names.forEach(
        name ->
            data.putObject(
                request -> request.path("list/" + name).contentType("video/MP2T"),
                RequestBody.fromString(name)));
    data.putObject(request -> request.path("list/sub/x"), RequestBody.fromString("x"));
    ListItemsResponse page = data.listItems(request -> request.path("list").maxResults(3));
    Check.equal(3, page.items().size(), "items on a page of 3");
    Check.that(page.nextToken() != null, "more pages follow");
    List<Item> items = items("/list/");
    Check.equal(
        IntStream.range(0, 8).mapToObj(i -> i < 7 ? names.get(i) : "sub").toList(),
        items.stream().map(Item::name).toList(),
        "items by pages of 3");
    Item object = items.get(0);
    Check.equal(ItemType.OBJECT, object.type(), "type");
    Check.equal(8L, object.contentLength(), "length");
    Check.equal("video/MP2T", object.contentType(), "content type");
    Check.equal(
        data.describeObject(request -> request.path("list/item0.ts")).eTag(),
        object.eTag(),
        "entity tag");
    Check.that(object.lastModified() != null, "last modified " + object.lastModified());
    Item folder = items.get(7);
    Check.equal(ItemType.FOLDER, folder.type(), "type");
    Check.that(folder.eTag() == null && folder.contentLength() == null, "a folder has no more");
    Check.equal(
        List.of(), data.listItems(request -> request.path("none")).items(), "unknown folder");
  }

  private void errors() throws Exception {
    System.out.println("Errors");
    Check.fails(
        ObjectNotFoundException.class, 404, () -> data.describeObject(r -> r.path("none.ts")));
    Check.fails(ObjectNotFoundException.class, 404, () -> read("none.ts"));
    Check.fails(ObjectNotFoundException.class, 404, () -> read("list"));
    Check.fails(
        ObjectNotFoundException.class, 404, () -> data.deleteObject(r -> r.path("none.ts")));
    Check.fails(
        ContainerInUseException.class,
        400,
        () -> control.deleteContainer(request -> request.containerName(container)));
    URI unknown = URI.create(endpoint.toString().replace(container, "java-sdk_unknown"));
    Check.that(!unknown.equals(endpoint), "endpoint " + unknown);
    try (MediaStoreDataClient stray = client(unknown)) {
      Check.fails(
          ContainerNotFoundException.class, 404, () -> stray.describeObject(r -> r.path("x")));
      Check.fails(ContainerNotFoundException.class, 404, () -> stray.listItems(r -> {}));
    }
  }

  private void delete() throws Exception {
    System.out.println("DeleteObject");
    deleteBelow("");
    Check.equal(List.of(), items(""), "items left");
    control.deleteContainer(request -> request.containerName(container));
    Check.fails(ContainerNotFoundException.class, 404, () -> items(""));
  }

  private void deleteBelow(String folder) {
    for (Item item : items(folder)) {
      if (item.type() == ItemType.FOLDER) {
        deleteBelow(folder + item.name() + "/");
      } else {
        data.deleteObject(request -> request.path(folder + item.name()));
      }
    }
  }

  private List<Item> items(String folder) {
    return data.listItemsPaginator(request -> request.path(folder).maxResults(3)).stream()
        .flatMap(page -> page.items().stream())
        .toList();
  }

  private byte[] read(String path) {
    return data.getObjectAsBytes(request -> request.path(path)).asByteArray();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Override
  public void close() {
    data.close();
    control.close();
  }
}
