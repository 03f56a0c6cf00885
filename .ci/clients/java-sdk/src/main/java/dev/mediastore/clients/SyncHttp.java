// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.clients;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** The blocking HTTP clients of the SDK; they put different bytes on the wire. */
enum SyncHttp {
  /** Announces bodies with {@code Expect: 100-continue} and waits for the answer. */
  APACHE {
    @Override
    SdkHttpClient create() {
      return ApacheHttpClient.create();
    }
  },
  /** The JDK's own. */
  URL_CONNECTION {
    @Override
    SdkHttpClient create() {
      return UrlConnectionHttpClient.create();
    }
  };

  abstract SdkHttpClient create();
}
