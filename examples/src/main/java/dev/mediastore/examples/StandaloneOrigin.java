// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.core.Container;
import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreBuilder;
import dev.mediastore.core.PathPattern;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.http.Callers;
import dev.mediastore.http.EdgeRule;
import dev.mediastore.http.EdgeRules;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.IdentityPolicies;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.MediaStoreHttpBuilder;
import dev.mediastore.http.Preset;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.console.Console;
import dev.mediastore.http.console.ConsoleAccess;
import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AccessLogFile;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.testkit.TlsMaterial;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An origin with a server of its own, set up from command-line options. Safe for any thread. */
final class StandaloneOrigin implements AutoCloseable {
  /** For every path. The minute is short enough for encoders that restart with the same names. */
  private static final EdgeRules LIVE_EDGE =
      EdgeRules.of(
          EdgeRule.of(PathPattern.prefix(""))
              .withStreaming()
              .withMediaCaching(Duration.ofMinutes(1), Duration.ofSeconds(1))
              .withWait(Duration.ofSeconds(3), Duration.ofSeconds(1))
              .withBlockingReload());

  private final OriginOptions options;
  private final MediaStore store;
  private final MediaStoreHttp http;
  private final RunningHost host;
  private final @Nullable AccessLog accessLog;
  private final @Nullable Path caFile;

  private StandaloneOrigin(
      OriginOptions options,
      MediaStore store,
      MediaStoreHttp http,
      RunningHost host,
      @Nullable AccessLog accessLog,
      @Nullable Path caFile) {
    this.options = options;
    this.store = store;
    this.http = http;
    this.host = host;
    this.accessLog = accessLog;
    this.caFile = caFile;
  }

  static StandaloneOrigin start(OriginOptions options) throws Exception {
    MediaStore store = store(options);
    MediaStoreHttpBuilder settings =
        MediaStoreHttp.builder(store)
            .callers(callers(options))
            .preset(options.strict() ? Preset.STRICT : Preset.COMPATIBLE)
            .allowInsecurePut(options.allowInsecurePut())
            .edgeRules(options.liveEdge() ? LIVE_EDGE : EdgeRules.none());
    if (options.timePath() != null) {
      settings.timeEndpoint(options.timePath());
    }
    if (options.healthPath() != null) {
      settings.healthEndpoint(options.healthPath());
    }
    AccessLog accessLog = accessLog(options.accessLog());
    if (accessLog != null) {
      settings.listener(accessLog);
    }
    Console console = console(options.console(), store);
    if (console != null) {
      // What the console shows of refusals is explained; clients are told no more for it.
      settings.listener(console).explanations(Explanations.LOGGED);
    }
    MediaStoreHttp http = settings.build();
    options.containers().forEach(name -> create(store, name, options));
    TlsMaterial tls = options.tls() ? TlsMaterial.create(store.clock()) : null;
    RequestHandler handler = console == null ? http : console.before(http);
    RunningHost host = RunningHost.start(options, handler, tls);
    return new StandaloneOrigin(
        options, store, http, host, accessLog, tls == null ? null : write(tls));
  }

  private static @Nullable AccessLog accessLog(@Nullable String where) {
    if (where == null) {
      return null;
    }
    return AccessLog.to(
        where.equals("-")
            ? entry -> System.out.println(entry.toJson())
            : new AccessLogFile(Path.of(where)));
  }

  private static @Nullable Console console(@Nullable String token, MediaStore store) {
    return token == null ? null : Console.create(store, ConsoleAccess.token(token));
  }

  private static MediaStore store(OriginOptions options) {
    MediaStoreBuilder builder =
        MediaStore.builder().account(options.account()).region(options.region());
    Path data = options.data();
    if (data == null) {
      return builder.memory(options.memoryBytes()).build();
    }
    DirectoryOptions shape =
        DirectoryOptions.defaults()
            .withDurability(options.durability())
            .withUploadMemory(options.memoryBytes());
    return builder.directory(data, shape).build();
  }

  private static Callers callers(OriginOptions options) {
    Callers callers = Callers.create();
    for (OriginOptions.Key key : options.keys()) {
      String userName = key.userName();
      if (userName == null) {
        callers.rootKey(key.id(), key.secret(), options.account());
      } else {
        String userArn = "arn:aws:iam::" + options.account() + ":user/" + userName;
        callers.userKey(key.id(), key.secret(), userArn, IdentityPolicies.everything());
      }
    }
    return callers;
  }

  static void create(MediaStore store, String name, OriginOptions options) {
    // In a folder it may be from an earlier start.
    Container container = store.container(name).orElseGet(() -> createAsTheService(store, name));
    if (options.accessLog() != null) {
      container.accessLogging(true);
    }
    if (options.open()) {
      container.putDocument(
          DocumentKind.CONTAINER_POLICY,
          """
          {"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow",\
          "Principal":"*","Action":"mediastore:*","Resource":"%s/*"}]}"""
              .formatted(container.arn()));
    }
  }

  /** With the policy that the service gives to each new container (contract section 12.4). */
  private static Container createAsTheService(MediaStore store, String name) {
    ContainerArn arn = store.arn(name);
    String policy = PolicyDocument.containerDefaultPolicy(arn.toString(), arn.account());
    return store.createContainer(arn, Map.of(), Map.of(DocumentKind.CONTAINER_POLICY, policy));
  }

  private static Path write(TlsMaterial tls) throws Exception {
    Path file = Files.createTempFile("mediastore-ca", ".pem");
    file.toFile().deleteOnExit();
    tls.writeCertificate(file);
    return file;
  }

  OriginOptions options() {
    return options;
  }

  /** Address of the control plane. */
  URI control() {
    String scheme = options.tls() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + host.port());
  }

  /** The certificate clients have to trust, if the origin speaks TLS. */
  Optional<Path> caFile() {
    return Optional.ofNullable(caFile);
  }

  /** Lets requests in progress finish for a short time, then stops. Idempotent. */
  @Override
  public void close() {
    host.close();
    http.close();
    if (accessLog != null) {
      accessLog.close();
    }
    store.close();
  }
}
