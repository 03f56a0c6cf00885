// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.LifecyclePolicy;
import dev.mediastore.core.LifecycleRule;
import dev.mediastore.core.LifecycleRule.Action;
import dev.mediastore.core.LifecycleRule.AgeUnit;
import dev.mediastore.core.LifecycleRule.Comparison;
import dev.mediastore.core.PathPattern;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of contract section 14.1, in JSON with single quotes. */
class LifecycleDocumentTest {
  private static final String TRANSIENT =
      "{'definition':{'path':[{'wildcard':'*.ts'}],'seconds_since_create':[{'numeric':['>',15]}]},"
          + "'action':'EXPIRE'}";
  private static final String DELETE =
      "{'definition':{'path':[{'prefix':'Football/'}],'days_since_create':[{'numeric':['>=',5]}]},"
          + "'action':'EXPIRE'}";
  private static final String ARCHIVE =
      "{'definition':{'path':[{'prefix':''}],'days_since_create':[{'numeric':['>=',30]}]},"
          + "'action':'ARCHIVE'}";

  @Test
  void transientDataRule_isRead() {
    assertEquals(
        List.of(
            new LifecycleRule(
                List.of(PathPattern.wildcard("*.ts")),
                AgeUnit.SECONDS,
                Comparison.GREATER,
                15,
                Action.EXPIRE)),
        parse(policy(TRANSIENT)).rules());
  }

  @Test
  void deleteRule_isRead() {
    assertEquals(
        List.of(
            new LifecycleRule(
                List.of(PathPattern.prefix("Football/")),
                AgeUnit.DAYS,
                Comparison.GREATER_OR_EQUAL,
                5,
                Action.EXPIRE)),
        parse(policy(DELETE)).rules());
  }

  @Test
  void transitionRule_isRead() {
    assertEquals(
        List.of(
            new LifecycleRule(
                List.of(PathPattern.prefix("")),
                AgeUnit.DAYS,
                Comparison.GREATER_OR_EQUAL,
                30,
                Action.ARCHIVE)),
        parse(policy(ARCHIVE)).rules());
  }

  @Test
  void severalRulesAndPaths_keepTheirOrder() {
    String twoPaths = DELETE.replace("[{'prefix':'Football/'}]", "[{'prefix':'b'},{'prefix':'a'}]");
    LifecyclePolicy policy = parse(policy(ARCHIVE, twoPaths));
    assertEquals(Action.ARCHIVE, policy.rules().get(0).action());
    assertEquals(
        List.of(PathPattern.prefix("b"), PathPattern.prefix("a")), policy.rules().get(1).paths());
  }

  @Test
  void text_isKeptByteForByte() {
    String text = " {\n\t\"rules\" : [" + TRANSIENT.replace('\'', '"') + "]  }\r\n";
    assertEquals(text, LifecycleDocument.parse(text).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "a*b*c*", "Program/*.ts", "*inner*", "/live/*", "no-star", ""})
  void wildcard_mayHoldAnyNumberOfStars(String wildcard) {
    parse(policy(TRANSIENT.replace("*.ts", wildcard)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "April", "Football/", "/live", "a*"})
  void prefix_mayBeAnyText(String prefix) {
    parse(policy(DELETE.replace("Football/", prefix)));
  }

  @Test
  void rules_from1To10() {
    parse(policy(Collections.nCopies(10, DELETE).toArray(String[]::new)));
    refused(policy(Collections.nCopies(11, DELETE).toArray(String[]::new)));
    refused(policy());
  }

  @Test
  void paths_from1To10() {
    parse(policy(withPaths(10)));
    refused(policy(withPaths(11)));
    refused(policy(withPaths(0)));
  }

  @ParameterizedTest
  @CsvSource({
    "seconds_since_create, >,  1,     EXPIRE",
    "seconds_since_create, >=, 300,   EXPIRE",
    "days_since_create,    >,  1,     EXPIRE",
    "days_since_create,    >=, 36500, EXPIRE",
    "days_since_create,    >=, 30,    ARCHIVE",
  })
  void bounds_areInclusive(String age, String operator, String number, String action) {
    parse(policy(rule("{'wildcard':'*'}", age, operator, number, action)));
  }

  @ParameterizedTest
  @CsvSource({
    "seconds_since_create, >,  0,     EXPIRE",
    "seconds_since_create, >,  301,   EXPIRE",
    "seconds_since_create, >,  -1,    EXPIRE",
    "seconds_since_create, >,  1.5,   EXPIRE",
    "seconds_since_create, >,  5.0,   EXPIRE",
    "seconds_since_create, >,  1e1,   EXPIRE",
    "seconds_since_create, >,  '''5''',   EXPIRE",
    "seconds_since_create, >,  null,  EXPIRE",
    "seconds_since_create, >,  true,  EXPIRE",
    "seconds_since_create, >,  [5],   EXPIRE",
    "seconds_since_create, >,  99999999999999999999, EXPIRE",
    "seconds_since_create, >,  4294967301, EXPIRE",
    "seconds_since_create, >=, 30,    ARCHIVE",
    "days_since_create,    >,  0,     EXPIRE",
    "days_since_create,    >,  36501, EXPIRE",
    "days_since_create,    >,  30,    ARCHIVE",
    "days_since_create,    >=, 29,    ARCHIVE",
    "days_since_create,    >=, 31,    ARCHIVE",
    "days_since_create,    <,  5,     EXPIRE",
    "days_since_create,    =,  5,     EXPIRE",
    "days_since_create,    ==, 5,     EXPIRE",
    "days_since_create,    =>, 5,     EXPIRE",
    "days_since_create,    '', 5,     EXPIRE",
    "days_since_create,    '> ', 5,   EXPIRE",
    "days_since_create,    >,  5,     expire",
    "days_since_create,    >,  5,     Expire",
    "days_since_create,    >,  5,     DELETE",
    "days_since_create,    >,  5,     ''",
    "Days_since_create,    >,  5,     EXPIRE",
    "hours_since_create,   >,  5,     EXPIRE",
    "seconds_since_creation, >, 5,    EXPIRE",
  })
  void condition_outsideTheTable_isRefused(
      String age, String operator, String number, String action) {
    refused(policy(rule("{'wildcard':'*'}", age, operator, number, action)));
  }

  @Test
  void transientDataRule_withAPrefix_isRefused() {
    refused(policy(rule("{'prefix':'a'}", "seconds_since_create", ">", "5", "EXPIRE")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prefix':'a'},{'wildcard':'b'}",
        "{'wildcard':'b'},{'prefix':'a'}",
        "{'prefix':'a','wildcard':'b'}",
        "{'prefix':'a','extra':1}",
        "{'Prefix':'a'}",
        "{'suffix':'a'}",
        "{'prefix':1}",
        "{'prefix':null}",
        "{'prefix':['a']}",
        "{'wildcard':{}}",
        "{}",
        "'a'",
        "null",
        "['a']",
        "{'prefix':'a','prefix':'a'}"
      })
  void pathItem_outsideTheGrammar_isRefused(String item) {
    refused(policy(rule(item, "days_since_create", ">", "5", "EXPIRE")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "'rules'",
        "7",
        "{}",
        "{'rules':null}",
        "{'rules':{}}",
        "{'rules':'x'}",
        "{'rules':[null]}",
        "{'rules':[[]]}",
        "{'rules':[7]}",
        "{'Rules':[" + TRANSIENT + "]}",
        "{'rules':[" + TRANSIENT + "],'Version':1}",
        "{'rules':[" + TRANSIENT + "],'rules':[" + DELETE + "]}",
        "{'rules':[" + TRANSIENT + "," + "]}",
        "{'rules':[" + TRANSIENT + "]} x",
        "{'rules':[" + TRANSIENT + "]",
        "{'rules':[" + TRANSIENT + " " + DELETE + "]}",
        "{'rules':[{}]}",
        "{'rules':[{'action':'EXPIRE'}]}",
        "{'rules':[{'definition':{},'action':'EXPIRE'}]}",
        "{'rules':[{'definition':[],'action':'EXPIRE'}]}",
        "{'rules':[{'definition':null,'action':'EXPIRE'}]}"
      })
  void document_outsideTheGrammar_isRefused(String text) {
    refused(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'action':'EXPIRE'      | 'action':null",
        "'action':'EXPIRE'      | 'action':['EXPIRE']",
        "'action':'EXPIRE'      | 'Action':'EXPIRE'",
        "'action':'EXPIRE'      | 'action':'EXPIRE','action':'EXPIRE'",
        "'action':'EXPIRE'      | 'action':'EXPIRE','id':'x'",
        "'action':'EXPIRE'      | 'id':'x'",
        "'definition':          | 'Definition':",
        "'path':                | 'paths':",
        "'path':[{'wildcard':'*.ts'}], | ''",
        "[{'wildcard':'*.ts'}]  | {'wildcard':'*.ts'}",
        "[{'wildcard':'*.ts'}]  | null",
        "[{'wildcard':'*.ts'}]  | '*.ts'",
        "[{'numeric':['>',15]}] | {'numeric':['>',15]}",
        "[{'numeric':['>',15]}] | []",
        "[{'numeric':['>',15]}] | null",
        "[{'numeric':['>',15]}] | [15]",
        "[{'numeric':['>',15]}] | [{'numeric':['>',15]},{'numeric':['>',15]}]",
        "{'numeric':['>',15]}   | {'numeric':['>',15],'unit':1}",
        "{'numeric':['>',15]}   | {'Numeric':['>',15]}",
        "{'numeric':['>',15]}   | {}",
        "['>',15]               | ['>']",
        "['>',15]               | [15,'>']",
        "['>',15]               | ['>',15,15]",
        "['>',15]               | []",
        "['>',15]               | null",
        "['>',15]               | '>15'",
        "['>',15]               | {'>':15}",
        "'seconds_since_create':[{'numeric':['>',15]}] | 'x':1",
        "'seconds_since_create':[{'numeric':['>',15]}] | 'seconds_since_create':[{'numeric':['>',15]}],'days_since_create':[{'numeric':['>',15]}]",
        "'seconds_since_create':[{'numeric':['>',15]}] | 'seconds_since_create':[{'numeric':['>',15]}],'seconds_since_create':[{'numeric':['>',15]}]",
        "'seconds_since_create':[{'numeric':['>',15]}] | 'seconds_since_create':[{'numeric':['>',15]}],'size':1",
      },
      quoteCharacter = '`')
  void rule_withOneThingChanged_isRefused(String original, String replacement) {
    String changed =
        TRANSIENT.replace(original.strip(), replacement.equals("''") ? "" : replacement.strip());
    assertTrue(!changed.equals(TRANSIENT), "the case changes something");
    refused(policy(changed));
  }

  @Test
  void refusal_namesTheRuleAndNotItsText() {
    ServiceException refused = refused(policy(DELETE, TRANSIENT.replace("15", "\"secret\"")));
    assertTrue(
        refused.publicMessage().startsWith("Invalid Lifecycle Policy: Rule 2: "),
        refused.publicMessage());
    assertTrue(!refused.publicMessage().contains("secret"));
  }

  private static String rule(
      String items, String age, String operator, String number, String action) {
    return "{'definition':{'path':[%s],'%s':[{'numeric':['%s',%s]}]},'action':'%s'}"
        .formatted(items, age, operator, number, action);
  }

  private static String withPaths(int count) {
    String items =
        String.join(
            ",", IntStream.range(0, count).mapToObj(i -> "{'prefix':'p" + i + "'}").toList());
    return rule(items, "days_since_create", ">", "1", "EXPIRE");
  }

  private static String policy(String... rules) {
    return "{'rules':[" + String.join(",", rules) + "]}";
  }

  private static LifecyclePolicy parse(String text) {
    return LifecycleDocument.parse(text.replace('\'', '"'));
  }

  private static ServiceException refused(String text) {
    ServiceException refused = assertThrows(ServiceException.class, () -> parse(text), text);
    assertEquals(ServiceError.VALIDATION, refused.error());
    assertTrue(refused.publicMessage().length() <= 255, refused.publicMessage());
    String sent = PublicText.of(refused.publicMessage());
    assertEquals(refused.publicMessage(), sent, "nothing is lost on the way to the client");
    return refused;
  }
}
