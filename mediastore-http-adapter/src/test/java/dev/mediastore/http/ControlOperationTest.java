// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlOperationTest {

  @Test
  void operations_are21() {
    assertEquals(21, ControlOperation.values().length);
  }

  @ParameterizedTest
  @EnumSource
  void target_ofAnOperation_isItsName(ControlOperation operation) {
    assertEquals(operation, ControlOperation.ofTarget("MediaStore_20170901." + operation.action()));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "CreateContainer",
        "MediaStore_20170901",
        "MediaStore_20170901.",
        "MediaStore_20170901.createContainer",
        "mediastore_20170901.CreateContainer",
        "MediaStore_20170901.CreateContainer ",
        "MediaStore_20170901.CREATE_CONTAINER",
        "MediaStore_20170902.CreateContainer",
        "DynamoDB_20120810.CreateContainer",
        "MediaStore_20170901.GetObject",
        "MediaStore_20170901.CreateContainer.CreateContainer"
      })
  void target_thatIsNone_isUnknown(String target) {
    assertNull(ControlOperation.ofTarget(target));
  }
}
