// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a DASH manifest offers when it is published, and what a test is told about it. */
class ManifestTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final TestClock clock = TestClock.at(START);
  private final TestOrigin origin =
      TestOrigin.builder().container("live").anonymousAccess().clock(clock).start();
  private final Http http = new Http(origin);
  private final Ingest ingest = origin.ingest("live");

  @AfterEach
  void stop() {
    origin.close();
  }

  private static final String LIVE = "type='dynamic' availabilityStartTime='2026-03-01T12:00:00Z'";

  private void publish(String attributes, String period) throws Exception {
    http.put(
        "dash/a.mpd",
        """
        <?xml version="1.0" encoding="utf-8"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" %s>
        %s
        </MPD>"""
            .formatted(attributes, period));
  }

  private static String period(String content) {
    return "<Period start='PT0S'><AdaptationSet>%s</AdaptationSet></Period>".formatted(content);
  }

  private static String template(String attributes, String content) {
    return """
    <Representation id='v1' bandwidth='300000'/>
    <SegmentTemplate media='$RepresentationID$/$Number%%05d$.m4s' timescale='1000' %s>%s</SegmentTemplate>"""
        .formatted(attributes, content);
  }

  /** What the newest version offers, in few words. */
  private List<String> offered() {
    List<PublishedManifest> all = ingest.manifests();
    PublishedManifest newest = all.get(all.size() - 1);
    assertEquals(null, newest.problem());
    return newest.representations().stream()
        .flatMap(representation -> representation.segments().stream())
        .map(one -> "%s %.1f+%.1f".formatted(one.path(), one.start(), one.seconds()))
        .toList();
  }

  private static String told(org.junit.jupiter.api.function.Executable assertion) {
    return String.valueOf(assertThrows(AssertionError.class, assertion).getMessage());
  }

  @Test
  void templateByNumber_offersWhatIsOverByTheClock() throws Exception {
    clock.advance(Duration.ofMillis(7_900));
    String numbers =
        template("duration='2000' startNumber='5' initialization='$RepresentationID$/i.mp4'", "");
    publish(LIVE, period(numbers));
    assertEquals(
        List.of(
            "dash/v1/i.mp4 0.0+0.0",
            "dash/v1/00005.m4s 0.0+2.0",
            "dash/v1/00006.m4s 2.0+2.0",
            "dash/v1/00007.m4s 4.0+2.0"),
        offered());
    clock.advance(Duration.ofMillis(100));
    publish(LIVE + " timeShiftBufferDepth='PT3S'", period(numbers));
    assertEquals(List.of("dash/v1/i.mp4 0.0+0.0", "dash/v1/00008.m4s 6.0+2.0"), offered());
  }

  @Test
  void earlyAvailability_offersASegmentWhileItIsMade() throws Exception {
    clock.advance(Duration.ofMillis(4_500));
    publish(LIVE, period(template("duration='2000' availabilityTimeOffset='1.5'", "")));
    assertEquals(3, offered().size());
    publish(LIVE, period(template("duration='2000' availabilityTimeOffset='INF'", "")));
    assertEquals(3, offered().size());
  }

  @Test
  void recordedPresentation_endsWithAShorterSegment() throws Exception {
    publish(
        "type='static' mediaPresentationDuration='PT5S'", period(template("duration='2000'", "")));
    assertEquals(3, offered().size());
  }

  @Test
  void timeline_offersEveryRun() throws Exception {
    clock.advance(Duration.ofSeconds(20));
    String runs = "<SegmentTimeline><S t='4000' d='2000' r='1'/><S d='1000'/></SegmentTimeline>";
    String byTime =
        """
        <SegmentTemplate media='t-$Time$.m4s' timescale='1000' presentationTimeOffset='4000'>%s
        </SegmentTemplate><Representation id='a'/>"""
            .formatted(runs);
    publish(LIVE, period(byTime));
    assertEquals(
        List.of("dash/t-4000.m4s 0.0+2.0", "dash/t-6000.m4s 2.0+2.0", "dash/t-8000.m4s 4.0+1.0"),
        offered());
    publish(
        LIVE,
        period(template("", runs.replace("r='1'", "r='-1'").replace("<S d=", "<S t='10000' d="))));
    assertEquals(
        List.of(
            "dash/v1/00001.m4s 4.0+2.0",
            "dash/v1/00002.m4s 6.0+2.0",
            "dash/v1/00003.m4s 8.0+2.0",
            "dash/v1/00004.m4s 10.0+1.0"),
        offered());
  }

  @Test
  void listsSingleFilesAndBases_areFollowed() throws Exception {
    publish(
        "type='static' mediaPresentationDuration='PT4S'",
        """
        <BaseURL>/c/live/vod/</BaseURL>
        <Period><AdaptationSet><BaseURL>set/</BaseURL>
        <Representation id='a'><SegmentList duration='2'><Initialization sourceURL='i'/>
        <SegmentURL media='0'/><SegmentURL media='1'/></SegmentList></Representation>
        <Representation id='b'><BaseURL>whole.mp4</BaseURL></Representation>
        <Representation id='c'><BaseURL>http://cdn.example/x.mp4</BaseURL></Representation>
        </AdaptationSet></Period>""");
    assertEquals(
        List.of(
            "vod/set/i 0.0+0.0",
            "vod/set/0 0.0+2.0",
            "vod/set/1 2.0+2.0",
            "vod/set/whole.mp4 0.0+4.0"),
        offered().subList(0, 4));
    assertEquals(
        List.of("vod/set/i", "vod/set/0", "vod/set/1", "vod/set/whole.mp4"),
        told(ingest::assertManifestsConsistent)
            .lines()
            .skip(1)
            .map(line -> line.strip().split(" ", 2)[0])
            .toList());
  }

  @Test
  void goodIngest_passes_andAMissingSegmentIsTold_withEveryManifestThatOfferedIt()
      throws Exception {
    origin.faults(FaultScript.of(FaultRule.uploads("dash/v1/*").object(2).then(Fault.status(503))));
    for (int i = 1; i <= 3; i++) {
      clock.advance(Duration.ofSeconds(2));
      http.put("dash/v1/0000" + i + ".m4s", "x");
      publish(LIVE, period(template("duration='2000'", "")));
      if (i == 1) {
        assertDoesNotThrow(ingest::assertManifestsConsistent);
      }
    }
    assertEquals(
        """
        manifests of container live:
          dash/v1/00002.m4s could not be read when it was offered in \
        dash/a.mpd version 2 (2026-03-01T12:00:04Z), dash/a.mpd version 3 (2026-03-01T12:00:06Z); \
        its uploads: [503 at 2026-03-01T12:00:04Z (fault: status 503)]""",
        told(ingest::assertManifestsConsistent));
  }

  @Test
  void gapsOverlapsAndSteps_backAreTold() throws Exception {
    http.put("dash/v1/00001.m4s", "x");
    http.put("dash/v1/00002.m4s", "x");
    String[] timelines = {
      "<S t='4000' d='2000'/><S t='7000' d='2000'/>", "<S t='2000' d='2000'/><S t='3000' d='2000'/>"
    };
    for (String timeline : timelines) {
      publish(LIVE, period(template("", "<SegmentTimeline>" + timeline + "</SegmentTimeline>")));
    }
    assertEquals(
        """
        manifests of container live:
          dash/a.mpd version 1 (2026-03-01T12:00:00Z) has a gap in representation v1: \
        dash/v1/00001.m4s ends at 6.000 s and dash/v1/00002.m4s begins at 7.000 s
          dash/a.mpd version 2 (2026-03-01T12:00:00Z) has an overlap in representation v1: \
        dash/v1/00001.m4s ends at 4.000 s and dash/v1/00002.m4s begins at 3.000 s
          dash/a.mpd version 2 (2026-03-01T12:00:00Z) begins at 2.000 s in representation v1 \
        after 4.000 s in the version before""",
        told(ingest::assertManifestsConsistent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no XML",
        "<MPD",
        "<html/>",
        "<!DOCTYPE MPD [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><MPD>&x;</MPD>",
        "<MPD type='dynamic'><Period><AdaptationSet><Representation/></AdaptationSet></Period></MPD>",
        "<MPD><Period start='soon'/></MPD>",
        "<MPD><Period><AdaptationSet><Representation/><SegmentTemplate/></AdaptationSet></Period></MPD>",
        "<MPD><Period><AdaptationSet><Representation/><SegmentTemplate media='x'/></AdaptationSet>"
            + "</Period></MPD>",
        "<MPD><Period><AdaptationSet><Representation/><SegmentTemplate media='x' duration='1'/>"
            + "</AdaptationSet></Period></MPD>",
        "<MPD><Period><AdaptationSet><Representation/><SegmentTemplate media='x'><SegmentTimeline>"
            + "<S d='1' r='999999999'/></SegmentTimeline></SegmentTemplate></AdaptationSet></Period></MPD>",
        "<MPD><Period><AdaptationSet><Representation/><SegmentTemplate media='x'><SegmentTimeline>"
            + "<S d='0'/></SegmentTimeline></SegmentTemplate></AdaptationSet></Period></MPD>",
        "<MPD><Period><AdaptationSet><Representation/><SegmentTemplate media='x'><SegmentTimeline>"
            + "<S/></SegmentTimeline></SegmentTemplate></AdaptationSet></Period></MPD>"
      })
  void manifestThatCannotBeUnderstood_isTold(String text) throws Exception {
    assertEquals(200, http.put("a.mpd", text));
    String message = told(ingest::assertManifestsConsistent);
    assertTrue(
        message.contains("a.mpd version 1 (2026-03-01T12:00:00Z) could not be understood"),
        message);
  }

  @Test
  void openRunOfARecordedPeriod_endsWithAShorterSegment() throws Exception {
    publish(
        "type='static' mediaPresentationDuration='PT5S'",
        period(template("", "<SegmentTimeline><S t='0' d='2000' r='-1'/></SegmentTimeline>")));
    assertEquals(3, offered().size());
  }

  @Test
  void openRunOfALivePeriod_endsWithWhatIsOver() throws Exception {
    clock.advance(Duration.ofMillis(5_900));
    publish(
        LIVE,
        period(template("", "<SegmentTimeline><S t='0' d='2000' r='-1'/></SegmentTimeline>")));
    assertEquals(2, offered().size());
  }

  @Test
  void widthsAndEndNumber_areFollowed() throws Exception {
    publish(
        "type='static' mediaPresentationDuration='PT8S'",
        """
        <Period><AdaptationSet><Representation id='a' bandwidth='64000'/><SegmentTemplate
        media='$Bandwidth%08d$/$Number%05d$' duration='2' startNumber='7' endNumber='8'/>
        </AdaptationSet></Period>""");
    assertEquals(List.of("dash/00064000/00007 0.0+2.0", "dash/00064000/00008 2.0+2.0"), offered());
  }

  @Test
  void representationsOfOneNameInTwoPeriods_areOneAfterTheOther() throws Exception {
    String set =
        """
        <AdaptationSet><SegmentTemplate media='%s-$Time$' timescale='1'><SegmentTimeline>
        <S t='0' d='2' r='1'/></SegmentTimeline></SegmentTemplate><Representation id='v'/>
        </AdaptationSet>""";
    String periods =
        "<Period id='1' start='PT0S' duration='PT4S'>%s</Period><Period id='2' start='PT4S'>%s</Period>"
            .formatted(set.formatted("one"), set.formatted("two"));
    for (String name : List.of("one-0", "one-2", "two-0", "two-2")) {
      http.put("dash/" + name, "x");
    }
    clock.advance(Duration.ofSeconds(8));
    publish(LIVE, periods);
    publish(LIVE, periods);
    assertEquals(
        List.of(
            "dash/one-0 0.0+2.0", "dash/one-2 2.0+2.0", "dash/two-0 4.0+2.0", "dash/two-2 6.0+2.0"),
        offered());
    assertDoesNotThrow(ingest::assertManifestsConsistent);
    publish(LIVE, periods.substring(periods.indexOf("<Period id='2'")));
    publish(LIVE, periods);
    assertTrue(
        told(ingest::assertManifestsConsistent)
            .endsWith("begins at 0.000 s in representation v after 4.000 s in the version before"));
  }

  @Test
  void times_areWrittenAlikeEverywhere() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      String run = "<SegmentTimeline><S t='%d' d='500'/></SegmentTimeline>";
      http.put("dash/v1/00001.m4s", "x");
      publish(LIVE, period(template("", run.formatted(2500))));
      publish(LIVE, period(template("", run.formatted(500))));
      assertTrue(
          told(ingest::assertManifestsConsistent)
              .endsWith(
                  "begins at 0.500 s in representation v1 after 2.500 s in the version before"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
