// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the reader of manifests asks of elements; prefixes of name spaces do not matter. */
final class Xml {
  private Xml() {}

  static String name(Element element) {
    String name = element.getTagName();
    return name.substring(name.indexOf(':') + 1);
  }

  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && name(element).equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  /** An attribute that holds a duration, in seconds. */
  static Optional<Double> seconds(Element element, String attribute) {
    return text(element, attribute).map(value -> Duration.parse(value).toNanos() / 1e9);
  }

  static Optional<String> text(Element element, String attribute) {
    return element.hasAttribute(attribute)
        ? Optional.of(element.getAttribute(attribute))
        : Optional.empty();
  }
}
