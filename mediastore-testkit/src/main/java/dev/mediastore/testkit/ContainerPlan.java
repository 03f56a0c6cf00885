// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.ContentTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one container of a test origin looks at the start and after every reset. Immutable. */
record ContainerPlan(String name, @Nullable Path folder, boolean anyone) {

  static ContainerPlan empty(String name) {
    return new ContainerPlan(name, null, false);
  }

  static ContainerPlan seeded(String name, Path folder) {
    return new ContainerPlan(name, folder, false);
  }

  ContainerPlan open() {
    return new ContainerPlan(name, folder, true);
  }

  void create(MediaStore store) {
    Container container = store.createContainer(name);
    if (anyone) {
      container.putDocument(DocumentKind.CONTAINER_POLICY, everybodyDoesEverything(container));
    }
    if (folder != null) {
      seed(container, folder);
    }
  }

  private static String everybodyDoesEverything(Container container) {
    return """
        {"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":"*",\
        "Action":"mediastore:*","Resource":"%s/*"}]}"""
        .formatted(container.arn());
  }

  private static void seed(Container container, Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        ObjectPath object = ObjectPath.of(path);
        UploadOptions options =
            UploadOptions.builder().contentType(ContentTypes.infer(object)).build();
        container.put(object, options, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
