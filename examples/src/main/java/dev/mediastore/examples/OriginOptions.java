// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.core.ContainerArn;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.http.console.ConsoleAccess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stand-alone origin is started with: the flags of {@code examples/run origin}. Immutable.
 */
record OriginOptions(
    int port,
    long memoryBytes,
    @Nullable Path data,
    Durability durability,
    String account,
    String region,
    List<Key> keys,
    List<String> containers,
    boolean open,
    boolean allowInsecurePut,
    boolean strict,
    boolean liveEdge,
    @Nullable String timePath,
    @Nullable String healthPath,
    @Nullable String accessLog,
    @Nullable String console,
    boolean tls,
    Host host) {

  /** The server that carries the origin. */
  enum Host {
    NETTY,
    SERVLET
  }

  /** An access key; without a user name it is the account root's. */
  record Key(String id, String secret, @Nullable String userName) {

    /** Reads {@code KEY:SECRET[:USERNAME]}; neither part may hold a colon. */
    static Key parse(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length < 2 || parts.length > 3 || List.of(parts).contains("")) {
        throw new Flags.UsageException("--credentials needs KEY:SECRET or KEY:SECRET:USERNAME");
      }
      return new Key(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
    }

    static Key random() {
      SecureRandom random = new SecureRandom();
      byte[] secret = new byte[30];
      random.nextBytes(secret);
      String id = Long.toString(random.nextLong() >>> 4, 36).toUpperCase(Locale.ROOT);
      return new Key("AKIA" + id, Base64.getEncoder().encodeToString(secret), null);
    }

    /** The secret is left out. */
    @Override
    public String toString() {
      return "Key[" + id + ']';
    }
  }

  /** Everything at its default, on a free port. */
  static OriginOptions defaults() {
    return from(Flags.parse(List.of("--port", "0"), flags()));
  }

  static Map<String, Flags.Kind> flags() {
    Map<String, Flags.Kind> flags = new LinkedHashMap<>();
    for (String value :
        List.of(
            "--port",
            "--memory",
            "--data",
            "--durability",
            "--account",
            "--region",
            "--host",
            "--time",
            "--health",
            "--access-log",
            "--console")) {
      flags.put(value, Flags.Kind.VALUE);
    }
    for (String repeated : List.of("--credentials", "--container")) {
      flags.put(repeated, Flags.Kind.REPEATED);
    }
    for (String option :
        List.of("--open", "--allow-insecure-put", "--strict", "--live-edge", "--tls")) {
      flags.put(option, Flags.Kind.SWITCH);
    }
    return flags;
  }

  /** Reads the flags, and judges each here: nothing must be created for one that is refused. */
  static OriginOptions from(Flags flags) {
    List<Key> keys = flags.all("--credentials").stream().map(Key::parse).toList();
    Path data = flags.has("--data") ? Path.of(flags.value("--data", "")) : null;
    if (data == null && flags.has("--durability")) {
      throw new Flags.UsageException("--durability needs --data");
    }
    String time = path(flags, "--time");
    if (time != null && time.equals(path(flags, "--health"))) {
      throw new Flags.UsageException("--time and --health need different paths");
    }
    flags.all("--container").forEach(OriginOptions::checkContainer);
    return new OriginOptions(
        flags.port("--port", 9000),
        memory(flags, data != null),
        data,
        durability(flags.value("--durability", "fsync")),
        checked(flags, "--account", "111122223333", id -> MediaStore.builder().account(id)),
        checked(flags, "--region", "us-east-1", name -> MediaStore.builder().region(name)),
        keys.isEmpty() ? List.of(Key.random()) : keys,
        flags.all("--container"),
        flags.has("--open"),
        flags.has("--allow-insecure-put"),
        flags.has("--strict"),
        flags.has("--live-edge"),
        time,
        path(flags, "--health"),
        flags.has("--access-log") ? flags.value("--access-log", "") : null,
        flags.has("--console") ? checked(flags, "--console", "", ConsoleAccess::token) : null,
        flags.has("--tls"),
        host(flags.value("--host", "netty")));
  }

  /** A value that {@code judge} does not refuse. */
  private static String checked(
      Flags flags, String flag, String otherwise, Consumer<String> judge) {
    String value = flags.value(flag, otherwise);
    check(flag, () -> judge.accept(value));
    return value;
  }

  private static void check(String flag, Runnable judge) {
    try {
      judge.run();
    } catch (IllegalArgumentException | MediaStoreException e) {
      throw new Flags.UsageException(flag + ": " + e.getMessage());
    }
  }

  private static void checkContainer(String name) {
    check("--container", () -> new ContainerArn("aws", "us-east-1", "111122223333", name));
  }

  private static long memory(Flags flags, boolean inFolder) {
    long bytes = flags.bytes("--memory", "256m");
    check(
        "--memory",
        inFolder
            ? () -> DirectoryOptions.defaults().withUploadMemory(bytes)
            : () -> MediaStore.builder().memory(bytes));
    return bytes;
  }

  /** A path that is not to be decoded, or null if it is not given. */
  private static @Nullable String path(Flags flags, String flag) {
    if (!flags.has(flag)) {
      return null;
    }
    String path = flags.value(flag, "");
    if (!path.matches("/[!-~&&[^?%]]+")) {
      throw new Flags.UsageException(flag + " needs a plain path such as /name, not " + path);
    }
    return path;
  }

  private static Durability durability(String name) {
    return switch (name) {
      case "fsync" -> Durability.FSYNC;
      case "os" -> Durability.OS;
      default -> throw new Flags.UsageException("--durability needs fsync or os, not " + name);
    };
  }

  private static Host host(String name) {
    return switch (name) {
      case "netty" -> Host.NETTY;
      case "servlet" -> Host.SERVLET;
      default -> throw new Flags.UsageException("--host needs netty or servlet, not " + name);
    };
  }
}
