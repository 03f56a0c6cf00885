// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerArnTest {
  private static final String LIVE = "arn:aws:mediastore:us-west-2:111122223333:container/Live_-1";

  @Test
  void parse_printed_isTheSame() {
    ContainerArn arn = ContainerArn.parse(LIVE);

    assertEquals(new ContainerArn("aws", "us-west-2", "111122223333", "Live_-1"), arn);
    assertEquals(LIVE, arn.toString());
    assertEquals(LIVE + "/a/b.ts", arn.objectArn(ObjectPath.of("a/b.ts")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws-cn:mediastore:cn-north-1:111122223333:container/x",
        "arn:aws-us-gov:mediastore:us-gov-west-1:111122223333:container/x",
        "arn:aws:mediastore:ap-southeast-2:000000000000:container/a"
      })
  void parse_otherPartitions_areLegal(String arn) {
    assertEquals(arn, ContainerArn.parse(arn).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn",
        "arn:aws:mediastore:us-west-2:111122223333:container/",
        "arn:aws:mediastore:us-west-2:111122223333:container/a/b",
        "arn:aws:mediastore:us-west-2:111122223333:container/a b",
        "arn:aws:mediastore:us-west-2:111122223333:container/a.b",
        "arn:aws:mediastore:us-west-2:11112222333:container/a",
        "arn:aws:mediastore:us-west-2:1111222233334:container/a",
        "arn:aws:mediastore:us-west-2:11112222333x:container/a",
        "arn:aws:mediastore:US-west-2:111122223333:container/a",
        "arn:aws:mediastore::111122223333:container/a",
        "arn:aws:mediastore:us:111122223333:container/a",
        "arn:aws:s3:us-west-2:111122223333:container/a",
        "arn::mediastore:us-west-2:111122223333:container/a",
        "ARN:aws:mediastore:us-west-2:111122223333:container/a",
        "arn:aws:mediastore:us-west-2:111122223333:container/a\n",
        " arn:aws:mediastore:us-west-2:111122223333:container/a",
        "arn:aws:us-west-2:111122223333:container/a"
      })
  void parse_malformed_isRefused(String text) {
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> ContainerArn.parse(text)));
  }

  @Test
  void name_limits_areInclusive() {
    String prefix = "arn:aws:mediastore:us-west-2:111122223333:container/";
    ContainerArn.parse(prefix + "a".repeat(255));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> ContainerArn.parse(prefix + "a".repeat(256))));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> ContainerArn.parse(prefix + "\u00e9")));
  }
}
