// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Action and NotAction elements. */
class ActionsTest {

  @ParameterizedTest
  @CsvSource({
    "*,                       mediastore:GetObject,      true",
    "mediastore:*,            mediastore:GetObject,      true",
    "*:*,                     mediastore:GetObject,      true",
    "*:Get*,                  mediastore:PutObject,      false",
    "mediastore:GetObject,    mediastore:GetObject,      true",
    "mediastore:GetObject,    mediastore:GetObjects,     false",
    "mediastore:getobject,    mediastore:GetObject,      true",
    "MEDIASTORE:GETOBJECT,    mediastore:GetObject,      true",
    "mediastore:GetObject,    MediaStore:getObject,      true",
    "mediastore:Get*,         mediastore:GetObject,      true",
    "mediastore:Get*,         mediastore:GetCorsPolicy,  true",
    "mediastore:Get*,         mediastore:PutObject,      false",
    "mediastore:*Object,      mediastore:DescribeObject, true",
    "mediastore:*Object,      mediastore:ListItems,      false",
    "mediastore:?etObject,    mediastore:GetObject,      true",
    "mediastore:?utObject,    mediastore:GetObject,      false",
    "mediastore:?,            mediastore:GetObject,      false",
    "s3:*,                    mediastore:GetObject,      false",
    "s3:GetObject,            mediastore:GetObject,      false",
    "mediastore-data:*,       mediastore:GetObject,      false",
    "mediastore:NewThing,     mediastore:NewThing,       true",
    "mediastore:New*,         mediastore:NewThing,       true",
    "mediastore:Old*,         mediastore:NewThing,       false",
    "s3:*,                    s3:GetObject,              true",
  })
  void action_coversRequest(String pattern, String action, boolean expected) {
    assertEquals(
        expected, scenario().doing(action).allowedBy("'Action':'" + pattern + "','Resource':'*'"));
  }

  @ParameterizedTest
  @CsvSource({
    "'mediastore:PutObject',                    mediastore:GetObject,    true",
    "'mediastore:PutObject',                    mediastore:PutObject,    false",
    "'mediastore:PutObject',                    mediastore:putobject,    false",
    "'mediastore:PutObject',                    s3:PutObject,            true",
    "'mediastore:Put*\",\"mediastore:Delete*',  mediastore:DeleteObject, false",
    "'mediastore:Put*\",\"mediastore:Delete*',  mediastore:GetObject,    true",
    "'mediastore:New*',                         mediastore:NewThing,     false",
    "'mediastore:New*',                         mediastore:OtherThing,   true",
    "'*',                                       mediastore:GetObject,    false",
  })
  void notAction_coversEverythingElse(String patterns, String action, boolean expected) {
    assertEquals(
        expected,
        scenario().doing(action).allowedBy("'NotAction':['" + patterns + "'],'Resource':'*'"));
  }

  @ParameterizedTest
  @CsvSource({"Action, false", "NotAction, true"})
  void emptyList_namesNoAction(String element, boolean expected) {
    assertEquals(expected, scenario().allowedBy("'" + element + "':[],'Resource':'*'"));
    assertEquals(
        expected,
        scenario().doing("mediastore:New").allowedBy("'" + element + "':[],'Resource':'*'"));
  }

  /** The Kelvin sign is no k, whatever Unicode folding says. */
  @ParameterizedTest
  @CsvSource({"mediastore:TaKe, mediastore:Ta\u212Ae", "mediastore:Ta*, \u212Aediastore:Take"})
  void foldingOfActions_isAsciiOnly(String pattern, String action) {
    assertEquals(
        false, scenario().doing(action).allowedBy("'Action':'" + pattern + "','Resource':'*'"));
  }
}
