// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerRecord;
import dev.mediastore.core.spi.DirectoryStats;
import dev.mediastore.core.spi.DirectoryStore;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.StoreDamage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Looks at the folder of a directory store, without changing anything in it. */
final class StoreCommand implements Command {
  /** Exit status of {@code verify} if something acknowledged is damaged. */
  static final int DAMAGED = 1;

  /** Exit status if the folder cannot be read, or another store has it. */
  static final int UNREADABLE = 3;

  private static final int WALK_STEP = 1000;

  @Override
  public String usage() {
    return """
        examples/run store verify|stats|dump DIR
                              looks at the folder of an origin that is not running; changes nothing
          verify                              one JSON line for each damage, then one with the sum;
                                              status 1 if anything acknowledged is damaged
          stats                               one JSON line: files, objects, amplification
          dump                                one JSON line for each container and each object
                                              status 3 if the folder is in use or cannot be read""";
  }

  @Override
  public Map<String, Flags.Kind> flags() {
    return Map.of();
  }

  @Override
  public int operands() {
    return 2;
  }

  @Override
  public int run(Flags flags, InputStream in, PrintStream out, PrintStream err) throws IOException {
    List<String> operands = flags.operands();
    if (operands.size() != 2) {
      throw new Flags.UsageException("store needs verify, stats or dump, and a folder");
    }
    Path folder = Path.of(operands.get(1));
    if (!Files.isDirectory(folder)) {
      throw new Flags.UsageException(folder + " is not a folder");
    }
    try (DirectoryStore store = OffHeapStores.readOnly(folder)) {
      return switch (operands.get(0)) {
        case "verify" -> verify(store, out);
        case "stats" -> stats(store, out);
        case "dump" -> dump(store, out);
        default -> throw new Flags.UsageException("no store " + operands.get(0));
      };
    } catch (MediaStoreException e) {
      err.println("store: " + e.getMessage());
      return UNREADABLE;
    }
  }

  private static int verify(DirectoryStore store, PrintStream out) throws IOException {
    long bytes = store.scrub();
    List<StoreDamage> damages = store.damages();
    for (StoreDamage damage : damages) {
      out.println(JsonLine.of(json -> write(json, damage)));
    }
    long serious = damages.stream().filter(StoreDamage::serious).count();
    DirectoryStats stats = store.stats();
    out.println(
        JsonLine.of(
            json -> {
              json.writeStringField("verdict", serious == 0 ? "sound" : "damaged");
              json.writeNumberField("damages", damages.size());
              json.writeNumberField("serious", serious);
              json.writeNumberField("bytesRead", bytes);
              json.writeNumberField("containers", stats.containers());
              json.writeNumberField("objects", stats.objects());
            }));
    return serious == 0 ? 0 : DAMAGED;
  }

  private static void write(JsonGenerator json, StoreDamage damage) throws IOException {
    json.writeStringField("damage", damage.kind().name());
    json.writeBooleanField("serious", damage.serious());
    json.writeStringField("file", damage.file());
    json.writeNumberField("position", damage.position());
    json.writeNumberField("bytes", damage.bytes());
    json.writeStringField("about", damage.about());
  }

  private static int stats(DirectoryStore store, PrintStream out) throws IOException {
    DirectoryStats stats = store.stats();
    out.println(
        JsonLine.of(
            json -> {
              json.writeNumberField("containers", stats.containers());
              json.writeNumberField("objects", stats.objects());
              json.writeNumberField("liveBytes", stats.liveBytes());
              json.writeNumberField("logFiles", stats.logFiles());
              json.writeNumberField("logBytes", stats.logBytes());
              json.writeNumberField("indexBytes", stats.indexBytes());
            }));
    return 0;
  }

  private static int dump(DirectoryStore store, PrintStream out) throws IOException {
    for (ContainerRecord record : store.catalogue().list()) {
      out.println(
          JsonLine.of(
              json -> {
                json.writeStringField("container", record.arn().name());
                json.writeStringField("arn", record.arn().toString());
                json.writeStringField("status", record.status().name());
                json.writeStringField("createdAt", record.createdAt().toString());
              }));
      dump(store, record, out);
    }
    return 0;
  }

  private static void dump(DirectoryStore store, ContainerRecord record, PrintStream out)
      throws IOException {
    ObjectPath after = null;
    while (true) {
      List<ObjectMetadata> step = store.walk(record.id(), after, WALK_STEP);
      for (ObjectMetadata object : step) {
        out.println(JsonLine.of(json -> write(json, record, object)));
      }
      if (step.size() < WALK_STEP) {
        return;
      }
      after = step.get(step.size() - 1).path();
    }
  }

  private static void write(JsonGenerator json, ContainerRecord record, ObjectMetadata object)
      throws IOException {
    json.writeStringField("container", record.arn().name());
    json.writeStringField("path", object.path().value());
    json.writeNumberField("bytes", object.lengthBytes());
    json.writeStringField("contentType", object.contentType());
    json.writeStringField("etag", object.entityTag().value());
    json.writeStringField("sha256", object.sha256());
    json.writeStringField("lastModified", object.lastModified().toString());
  }
}
