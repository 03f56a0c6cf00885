// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads one version of a DASH manifest (ISO/IEC 23009-1): templates by number and by time,
 * timelines, lists of segments, single files. Anybody may upload a manifest, so no document type
 * and nothing external is read.
 */
final class ManifestReader {
  private final References references;
  private final Instant publishedAt;
  private final Element manifest;
  private final boolean live;

  private ManifestReader(References references, Instant publishedAt, Element manifest) {
    this.references = references;
    this.publishedAt = publishedAt;
    this.manifest = manifest;
    this.live = manifest.getAttribute("type").equals("dynamic");
  }

  /** Reads a version; one that cannot be understood says why. */
  static Optional<PublishedManifest> read(
      References references, String path, String text, int version, Instant publishedAt) {
    boolean live = false;
    List<PublishedManifest.Representation> found = new ArrayList<>();
    String problem = null;
    try {
      ManifestReader reader = new ManifestReader(references, publishedAt, root(text));
      live = reader.live;
      reader.periods(references.document(path), found);
    } catch (SAXException
        | IOException
        | ArithmeticException
        | DateTimeException
        | IllegalArgumentException e) {
      problem = String.valueOf(e.getMessage());
    }
    return Optional.of(new PublishedManifest(path, version, publishedAt, live, found, problem));
  }

  private static Element root(String text) throws SAXException, IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler()); // The usual one prints.
      Element root = builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
      if (!Xml.name(root).equals("MPD")) {
        throw new SAXException("the root is " + Xml.name(root) + ", not MPD");
      }
      return root;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void periods(URI document, List<PublishedManifest.Representation> found) {
    URI base = base(document, manifest);
    double next = 0;
    for (Element period : Xml.children(manifest, "Period")) {
      double start = Xml.seconds(period, "start").orElse(next);
      double duration = Xml.seconds(period, "duration").orElseGet(() -> untilTheEnd(start));
      next = start + duration;
      URI within = base(base, period);
      for (Element set : Xml.children(period, "AdaptationSet")) {
        URI inSet = base(within, set);
        for (Element representation : Xml.children(set, "Representation")) {
          SegmentSource source =
              new SegmentSource(
                  List.of(representation, set, period),
                  start,
                  duration,
                  availableSeconds() - start,
                  window());
          found.add(
              new PublishedManifest.Representation(
                  representation.getAttribute("id"),
                  source.segments(base(inSet, representation), references)));
        }
      }
    }
  }

  /** Without a duration a period lasts as long as the presentation, or goes on. */
  private double untilTheEnd(double start) {
    return Xml.seconds(manifest, "mediaPresentationDuration").orElse(Double.MAX_VALUE) - start;
  }

  /** How much of a live presentation is past, in seconds. */
  private double availableSeconds() {
    String from = manifest.getAttribute("availabilityStartTime");
    if (!live) {
      return Double.MAX_VALUE;
    }
    if (from.isEmpty()) {
      throw new IllegalArgumentException("availabilityStartTime is missing");
    }
    Instant begun =
        from.endsWith("Z") ? Instant.parse(from) : OffsetDateTime.parse(from).toInstant();
    return Duration.between(begun, publishedAt).toNanos() / 1e9;
  }

  /** How long segments stay, in seconds. */
  private double window() {
    return live
        ? Xml.seconds(manifest, "timeShiftBufferDepth").orElse(Double.MAX_VALUE)
        : Double.MAX_VALUE;
  }

  private static URI base(URI outer, Element element) {
    List<Element> bases = Xml.children(element, "BaseURL");
    return bases.isEmpty() ? outer : outer.resolve(bases.get(0).getTextContent().strip());
  }
}
