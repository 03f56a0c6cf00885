// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Where the segments of one representation come from, and which they are. Used once. */
final class SegmentSource {
  /** A manifest that offers more is one that went wrong. */
  private static final int MOST_SEGMENTS = 20_000;

  /** Of a segment. */
  private static final double ROUNDING = 1e-6;

  private static final Pattern IDENTIFIER =
      Pattern.compile("\\$(RepresentationID|Number|Time|Bandwidth|)(?:%0(\\d{1,2})d)?\\$");

  private final List<Element> levels;
  private final double periodStart;
  private final double duration;
  private final double elapsed;
  private final double window;
  private final List<PublishedManifest.Segment> segments = new ArrayList<>();

  /**
   * @param levels representation, adaptation set, period
   * @param periodStart in seconds
   * @param duration of the period in seconds; very large if it goes on
   * @param elapsed seconds since its beginning; very large if it is not live
   * @param window seconds for which segments stay
   */
  SegmentSource(
      List<Element> levels, double periodStart, double duration, double elapsed, double window) {
    this.levels = levels;
    this.periodStart = periodStart;
    this.duration = duration;
    this.elapsed = elapsed;
    this.window = window;
  }

  List<PublishedManifest.Segment> segments(URI base, References references) {
    if (find("SegmentTemplate").isPresent()) {
      attribute("SegmentTemplate", "initialization")
          .ifPresent(name -> add(base, references, filled(name, 0, 0), 0, 0));
      String media =
          attribute("SegmentTemplate", "media")
              .orElseThrow(() -> new IllegalArgumentException("a SegmentTemplate without media"));
      Optional<Element> timeline = timeline();
      if (timeline.isPresent()) {
        byTimeline(timeline.get(), media, base, references);
      } else {
        byNumber(media, base, references);
      }
    } else if (find("SegmentList").isPresent()) {
      byList(base, references);
    } else {
      add(base, references, "", periodStart, Math.min(Math.min(duration, elapsed), 1e9));
    }
    return segments;
  }

  private void byNumber(String media, URI base, References references) {
    double seconds = number("duration", 0) / number("timescale", 1);
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("a template by number without duration");
    }
    String offset = attribute("SegmentTemplate", "availabilityTimeOffset").orElse("0");
    double early = offset.equals("INF") ? seconds : Double.parseDouble(offset);
    // The last segment of a period may be shorter; one that is not over yet is not there yet.
    long start = (long) number("startNumber", 1);
    double said = number("endNumber", Double.MAX_VALUE) - start + 1;
    double end =
        Math.min(
            Math.min(said, Math.ceil(duration / seconds - ROUNDING)),
            Math.floor((elapsed + early) / seconds + ROUNDING));
    if (end > MOST_SEGMENTS + Math.max(0, (elapsed - window) / seconds)) {
      throw new IllegalArgumentException("nothing says how many segments there are");
    }
    long first = (long) Math.max(0, Math.ceil((elapsed - window) / seconds - ROUNDING));
    for (long k = first; k < end; k++) {
      add(base, references, filled(media, start + k, 0), periodStart + k * seconds, seconds);
    }
  }

  private void byTimeline(Element timeline, String media, URI base, References references) {
    double timescale = number("timescale", 1);
    double shift = number("presentationTimeOffset", 0);
    long number = (long) number("startNumber", 1);
    long time = 0;
    List<Element> runs = Xml.children(timeline, "S");
    for (int i = 0; i < runs.size(); i++) {
      Element run = runs.get(i);
      time = Xml.text(run, "t").map(Long::parseLong).orElse(time);
      long ticks = Long.parseLong(run.getAttribute("d"));
      long repeat = Xml.text(run, "r").map(Long::parseLong).orElse(0L);
      if (ticks <= 0) {
        throw new IllegalArgumentException("a segment that lasts " + ticks);
      }
      if (repeat < 0) {
        repeat = open(runs, i, time, ticks) - 1;
      }
      for (long k = 0; k <= repeat; k++) {
        double start = periodStart + (time - shift) / timescale;
        add(base, references, filled(media, number, time), start, ticks / timescale);
        number++;
        time += ticks;
      }
    }
  }

  /** How many segments there are of a run that goes on until the next one, or the period ends. */
  private long open(List<Element> runs, int run, long time, long ticks) {
    if (run + 1 < runs.size()) {
      double next =
          Xml.text(runs.get(run + 1), "t")
              .map(Double::parseDouble)
              .orElseThrow(() -> new IllegalArgumentException("an open run before one without t"));
      return (long) Math.ceil((next - time) / ticks - ROUNDING);
    }
    double timescale = number("timescale", 1);
    double from = time - number("presentationTimeOffset", 0);
    // The last segment of a period may be shorter; one that is not over yet is not there yet.
    return (long)
        Math.min(
            Math.ceil((Math.min(duration, 1e9) * timescale - from) / ticks - ROUNDING),
            Math.floor((elapsed * timescale - from) / ticks + ROUNDING));
  }

  private void byList(URI base, References references) {
    Element list = find("SegmentList").orElseThrow();
    double seconds = number("duration", 1) / number("timescale", 1);
    for (Element initialization : Xml.children(list, "Initialization")) {
      Xml.text(initialization, "sourceURL").ifPresent(name -> add(base, references, name, 0, 0));
    }
    int k = 0;
    for (Element one : Xml.children(list, "SegmentURL")) {
      String media = Xml.text(one, "media").orElse("");
      add(base, references, media, periodStart + k++ * seconds, seconds);
    }
  }

  private void add(
      URI base, References references, String reference, double start, double seconds) {
    if (segments.size() == MOST_SEGMENTS) {
      throw new IllegalArgumentException("more than " + MOST_SEGMENTS + " segments");
    }
    References.Found found = references.find(base, reference);
    segments.add(new PublishedManifest.Segment(found.path(), start, seconds, found.readable()));
  }

  /** Puts values into a template; {@code $$} is a sign. */
  private String filled(String template, long number, long time) {
    Matcher identifier = IDENTIFIER.matcher(template);
    StringBuilder filled = new StringBuilder();
    while (identifier.find()) {
      String value =
          switch (identifier.group(1)) {
            case "RepresentationID" -> levels.get(0).getAttribute("id");
            case "Bandwidth" ->
                padded(
                    Xml.text(levels.get(0), "bandwidth").map(Long::parseLong).orElse(0L),
                    identifier.group(2));
            case "Number" -> padded(number, identifier.group(2));
            case "Time" -> padded(time, identifier.group(2));
            default -> "$";
          };
      identifier.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return identifier.appendTail(filled).toString();
  }

  private static String padded(long value, @Nullable String width) {
    return width == null
        ? Long.toString(value)
        : String.format(Locale.ROOT, "%0" + Math.max(1, Integer.parseInt(width)) + "d", value);
  }

  private Optional<Element> find(String name) {
    return levels.stream().flatMap(level -> Xml.children(level, name).stream()).findFirst();
  }

  private Optional<Element> timeline() {
    return levels.stream()
        .flatMap(level -> Xml.children(level, "SegmentTemplate").stream())
        .flatMap(template -> Xml.children(template, "SegmentTimeline").stream())
        .findFirst();
  }

  /** The innermost level that says it decides. */
  private Optional<String> attribute(String element, String name) {
    return levels.stream()
        .flatMap(level -> Xml.children(level, element).stream())
        .flatMap(found -> Xml.text(found, name).stream())
        .findFirst();
  }

  private double number(String name, double otherwise) {
    return attribute("SegmentTemplate", name)
        .or(() -> attribute("SegmentList", name))
        .map(Double::parseDouble)
        .orElse(otherwise);
  }
}
