// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.ContentTypes;
import org.jspecify.annotations.Nullable;

/** How one container of a test origin looks at the start and after every reset. Immutable. */
record ContainerPlan(String name, @Nullable Fixtures fixtures, boolean anyone) {

  static ContainerPlan empty(String name) {
    return new ContainerPlan(name, null, false);
  }

  static ContainerPlan seeded(String name, Fixtures fixtures) {
    return new ContainerPlan(name, fixtures, false);
  }

  ContainerPlan open() {
    return new ContainerPlan(name, fixtures, true);
  }

  void create(MediaStore store) {
    Container container = store.createContainer(name);
    if (anyone) {
      container.putDocument(DocumentKind.CONTAINER_POLICY, everybodyDoesEverything(container));
    }
    if (fixtures != null) {
      fixtures.each((path, bytes) -> seed(container, path, bytes));
    }
  }

  private void seed(Container container, String path, byte[] bytes) {
    try {
      ObjectPath object = ObjectPath.of(path);
      container.put(
          object, UploadOptions.builder().contentType(ContentTypes.infer(object)).build(), bytes);
    } catch (MediaStoreException e) {
      throw new IllegalArgumentException(
          "container %s cannot begin with the file \"%s\" of %d bytes: %s"
              .formatted(name, path, bytes.length, e.getMessage()),
          e);
    }
  }

  private static String everybodyDoesEverything(Container container) {
    return """
        {"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":"*",\
        "Action":"mediastore:*","Resource":"%s/*"}]}"""
        .formatted(container.arn());
  }
}
