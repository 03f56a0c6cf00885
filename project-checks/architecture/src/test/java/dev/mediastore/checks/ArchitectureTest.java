// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.checks;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of docs/architecture.md: a line may use only what stands after it. */
class ArchitectureTest {
  private static final JavaClasses PUBLISHED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.mediastore");

  static Stream<Arguments> arrows() {
    return Stream.of(
        arrow("dev.mediastore.core..", "jdk.jfr..", "org.slf4j.."),
        arrow("dev.mediastore.policy..", "com.fasterxml.jackson.core.."),
        arrow("dev.mediastore.cors.."),
        arrow(
            "dev.mediastore.sigv4..",
            "javax.crypto..",
            "com.github.benmanes.caffeine..",
            "org.bouncycastle.."),
        arrow(
            "dev.mediastore.http",
            "dev.mediastore.http.flight",
            "dev.mediastore.core",
            "dev.mediastore.core.spi",
            "dev.mediastore.policy",
            "dev.mediastore.cors",
            "dev.mediastore.sigv4",
            "com.fasterxml.jackson..",
            "javax.crypto..",
            "org.slf4j.."),
        arrow("dev.mediastore.http.flight..", "jdk.jfr.."),
        arrow(
            "dev.mediastore.http.observation..",
            "dev.mediastore.http",
            "dev.mediastore.core",
            "dev.mediastore.policy",
            "com.fasterxml.jackson..",
            "jdk.jfr..",
            "org.slf4j.."),
        arrow(
            "dev.mediastore.http.console..",
            "dev.mediastore.http",
            "dev.mediastore.core",
            "dev.mediastore.core.spi",
            "dev.mediastore.policy",
            "com.fasterxml.jackson.."),
        arrow(
            "dev.mediastore.micrometer..",
            "dev.mediastore.http",
            "dev.mediastore.http.observation",
            "dev.mediastore.core..",
            "io.micrometer.."),
        arrow(
            "dev.mediastore.opentelemetry..",
            "dev.mediastore.http",
            "dev.mediastore.http.observation",
            "dev.mediastore.core..",
            "io.opentelemetry.api.."),
        arrow(
            "dev.mediastore.http.servlet..",
            "dev.mediastore.http",
            "jakarta.servlet..",
            "org.slf4j.."),
        arrow(
            "dev.mediastore.http.jdk..",
            "dev.mediastore.http",
            "com.sun.net.httpserver..",
            "org.slf4j.."),
        arrow(
            "dev.mediastore.http.netty..",
            "dev.mediastore.http",
            "io.netty..",
            "javax.net.ssl..",
            "org.slf4j.."));
  }

  private static Arguments arrow(String from, String... to) {
    return Arguments.of(from, List.of(to));
  }

  @ParameterizedTest
  @MethodSource("arrows")
  void package_uses_only_what_its_arrow_allows(String from, List<String> to) {
    String[] allowed =
        Stream.concat(Stream.of(from, "java..", "org.jspecify.annotations.."), to.stream())
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(PUBLISHED);
  }

  /** Core and its SPI name each other, as an interface and what it is made of: one slice. */
  @Test
  void modules_form_no_cycle() {
    slices().matching("dev.mediastore.(*)..").should().beFreeOfCycles().check(PUBLISHED);
  }

  @Test
  void internal_packages_stay_inside_their_module() {
    noClasses()
        .that(resideOutsideOfPackage("dev.mediastore.core.."))
        .should(dependOnClassesThat(resideInAPackage("dev.mediastore.core.internal..")))
        .check(PUBLISHED);
  }

  @Test
  void published_code_uses_no_standard_stream_no_generic_exception_and_one_logging_facade() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(PUBLISHED);
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(PUBLISHED);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(PUBLISHED);
  }

  @Test
  void published_code_uses_no_internal_api_of_the_jdk() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sun..", "jdk.internal..")
        .check(PUBLISHED);
  }

  /** N11: an origin answers and never calls; clients are part of the test kit only. */
  @Test
  void published_code_opens_no_connection_and_looks_up_no_name() {
    noClasses()
        .that(resideOutsideOfPackage("dev.mediastore.testkit.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net.http..").or(resideInAPackage("javax.naming..")))
        .orShould()
        .dependOnClassesThat(
            belongToAnyOf(
                Socket.class,
                DatagramSocket.class,
                URLConnection.class,
                SocketChannel.class,
                AsynchronousSocketChannel.class,
                DatagramChannel.class))
        .orShould(dependOnClassesThat(name("io.netty.bootstrap.Bootstrap")))
        .orShould(dependOnClassesThat(resideInAPackage("io.netty.resolver..")))
        .orShould()
        .callMethodWhere(
            target(owner(type(InetAddress.class)))
                .and(
                    target(
                        nameMatching(
                            "getByName|getAllByName|getLocalHost|getHostName|getCanonicalHostName|isReachable"))))
        .orShould()
        .callMethodWhere(
            target(owner(type(URL.class))).and(target(nameMatching("open.*|getContent"))))
        .orShould()
        .callConstructor(InetSocketAddress.class, String.class, int.class)
        .check(PUBLISHED);
  }

  @Test
  void every_package_is_null_marked() {
    List<String> unmarked =
        PUBLISHED.stream()
            .map(type -> type.getPackage())
            .distinct()
            .filter(found -> !found.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
            .map(found -> found.getName())
            .toList();
    assertTrue(unmarked.isEmpty(), () -> "not null-marked: " + unmarked);
    assertFalse(PUBLISHED.isEmpty());
  }
}
