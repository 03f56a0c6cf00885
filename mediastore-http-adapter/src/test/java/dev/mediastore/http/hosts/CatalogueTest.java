// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every case of the catalogues of attacks has a test, on every host, and the table {@code
 * access-cases.md} beside this class says which.
 */
class CatalogueTest {
  private static final List<String> SLOW_CLIENTS =
      List.of("SlowClientsTest.slowClients_areGoneByTheirDeadlines_andOthersDoNotNotice");
  private static final List<Class<?>> CLASSES =
      List.of(
          HttpThreatsTest.class,
          PathThreatsTest.class,
          ReadThreatsTest.class,
          UploadThreatsTest.class,
          BodyAttacksTest.class,
          SignatureAttacksTest.class,
          RequestAttacksTest.class,
          SignatureThreatsTest.class,
          RouteGateTest.class,
          PolicyThreatsTest.class,
          ConditionThreatsTest.class,
          CorsThreatsTest.class,
          StoreThreatsTest.class,
          ExhaustionThreatsTest.class,
          BufferThreatsTest.class);

  /** On the only host that they concern. */
  private static final List<Class<?>> CLASSES_OF_ONE_HOST = List.of(Http2ThreatsTest.class);

  /** Tests without a network, or of other modules; and why a case has none. */
  private static final Map<String, List<String>> ELSEWHERE =
      Map.ofEntries(
          Map.entry("C13", List.of("StoreFaultsTest.damage_isToldByTheStatus_whileThereIsOne")),
          Map.entry("D07", List.of("UploadsTest.uploadThatTakesTooLong_isCancelled")),
          Map.entry("D13", List.of("HostContract.reader_thatDoesNotRead_costsLittleMemory")),
          Map.entry("D21", List.of("UploadsTest.storeThatIsFull_asksToComeBack")),
          Map.entry(
              "D22", List.of("DirectoryThreatsTest.K11_hundredWritersWhoseSyncFails_allFail")),
          Map.entry("D23", List.of("DirectoryKillTest.killedProcesses_loseNothingAcknowledged")),
          Map.entry("D24", List.of("NettyServerTest.close_letsAnAnswerInProgressFinish")),
          Map.entry("J01", SLOW_CLIENTS),
          Map.entry("J02", SLOW_CLIENTS),
          Map.entry("J03", SLOW_CLIENTS),
          Map.entry(
              "J04",
              List.of(
                  "ConnectionGateTest.oneMoreThanAll_isRefused_untilOneIsGone",
                  "NettyServerTest.J04_connectionBeyondTheLimit_isReset_untilThereIsRoom")),
          Map.entry(
              "J17",
              List.of(
                  "ConnectionThreatsTest.J17_uploadGoesOnAfterAFreeze",
                  "ConnectionThreatsTest.J17_headGoesOnAfterAFreeze",
                  "ConnectionThreatsTest.J17_uploadThatStalls_isGivenUpAfterAFreezeAsWell")),
          Map.entry(
              "L01",
              List.of(
                  "SignatureThreatsTest.E12_credentialProviderThrows_returnsNull_orHangs",
                  "ConditionThreatsTest.F21_evaluatorMeetsAnInternalError")),
          Map.entry(
              "L02",
              List.of(
                  "ConnectionThreatsTest.L02_writesFailAfterTheHead_orWithIt",
                  "ConnectionThreatsTest.L02_channelClosedDuringAWrite",
                  "ConnectionThreatsTest.L02_neverWritable_asksForNoMoreThanFits_andIsCutInTime")),
          Map.entry("L05", List.of("not applicable: no file is sent by its descriptor")),
          Map.entry(
              "L07",
              List.of(
                  "ContainerThreatsTest.L07_timeoutAndErrorOneAfterTheOther",
                  "ContainerThreatsTest.L07_errorAndTimeoutOneAfterTheOther",
                  "ContainerThreatsTest.L07_allAtOnce",
                  "ContainerThreatsTest.L07_servletDestroyed_thenError")),
          Map.entry(
              "L08",
              List.of(
                  "ContainerThreatsTest.L08_nothingAndTheEndAtOddPlaces",
                  "ContainerThreatsTest.L08_endBeforeTheLengthThatWasSaid",
                  "ContainerThreatsTest.L08_readyForEver_andNeverAByte_isGivenUp")));

  private static final Pattern NAMED = Pattern.compile("([A-Z]\\w+)\\.(\\w+)");
  private static final Pattern CASE = Pattern.compile("(attack_\\d\\d|[A-Z]\\d\\d)_\\w+");

  /**
   * Attacks 1 to 50 of the signing rules; groups A to G of the threat catalogue; of J, K and L what
   * concerns hosts. The rest of those is in the table of the stores.
   */
  private static Stream<String> cases() {
    return Stream.of(
            numbered("attack_%02d", 50),
            numbered("A%02d", 40),
            numbered("B%02d", 21),
            numbered("C%02d", 20),
            numbered("D%02d", 26),
            numbered("E%02d", 12),
            numbered("F%02d", 23),
            numbered("G%02d", 11),
            Stream.of("J01 J02 J03 J04 J07 J08 J11 J15 J16 J17".split(" ", -1)),
            Stream.of("K08 K10 L01 L02 L05 L07 L08 L09".split(" ", -1)))
        .flatMap(each -> each);
  }

  private static Stream<String> numbered(String pattern, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(pattern::formatted);
  }

  /** By case, the tests in this class path, and then those elsewhere. */
  private static Map<String, List<String>> tests() {
    Map<String, List<String>> tests = new TreeMap<>();
    for (Class<?> each : Stream.of(CLASSES, CLASSES_OF_ONE_HOST).flatMap(List::stream).toList()) {
      for (Method method : each.getDeclaredMethods()) {
        Matcher matcher = CASE.matcher(method.getName());
        if (matcher.matches() && isTest(method)) {
          tests
              .computeIfAbsent(matcher.group(1), id -> new ArrayList<>())
              .add(each.getSimpleName() + "." + method.getName());
        }
      }
    }
    tests.values().forEach(names -> names.sort(null));
    ELSEWHERE.forEach(
        (id, names) -> tests.computeIfAbsent(id, none -> new ArrayList<>()).addAll(names));
    return tests;
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  @Test
  void everyCase_hasATest() {
    assertEquals(List.of(), cases().filter(id -> !tests().containsKey(id)).toList());
  }

  @Test
  void everyTest_isOfACase() {
    List<String> known = cases().toList();
    assertEquals(List.of(), tests().keySet().stream().filter(id -> !known.contains(id)).toList());
  }

  @Test
  void everyClass_runsOnEveryHost() {
    for (Class<?> each : CLASSES) {
      assertTrue(each.isAnnotationPresent(ParameterizedClass.class), each::getName);
      EnumSource hosts = each.getAnnotation(EnumSource.class);
      assertTrue(hosts != null && hosts.names().length == 0, each::getName);
    }
    assertEquals(3, HostKind.values().length);
  }

  @Test
  void everyTestElsewhere_exists() throws IOException {
    Map<String, String> sources = sources();
    for (String name : ELSEWHERE.values().stream().flatMap(List::stream).toList()) {
      Matcher named = NAMED.matcher(name);
      if (named.matches()) {
        String source = sources.getOrDefault(named.group(1), "");
        assertTrue(source.contains("void " + named.group(2) + "("), name);
      } else {
        assertTrue(name.startsWith("not applicable: "), name);
      }
    }
  }

  /** The tests of this module and of those beside it, by the name of the class. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    Path module = Path.of("").toAbsolutePath();
    for (String each : List.of("mediastore-http-adapter", "mediastore-testkit", "fault-lab")) {
      try (Stream<Path> files = Files.walk(module.resolveSibling(each).resolve("src/test/java"))) {
        for (Path file : files.filter(found -> found.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.put(name, Files.readString(file));
        }
      }
    }
    return sources;
  }

  /** Without attack-by-attack tests in classes that nobody lists. */
  @Test
  void table_saysWhichTestIsWhich() throws IOException {
    StringBuilder table = new StringBuilder();
    tests()
        .forEach(
            (id, names) -> table.append("| " + id + " | " + String.join("<br>", names) + " |\n"));
    try (InputStream in = CatalogueTest.class.getResourceAsStream("access-cases.md")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String rows = text.substring(text.indexOf("|---|---|\n") + 10);
      assertEquals(table.toString(), rows, "put this below the head of access-cases.md");
    }
  }
}
