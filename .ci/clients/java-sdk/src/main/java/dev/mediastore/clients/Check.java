// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.clients;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Assertions that name what they looked at. */
final class Check {

  /** A call of the SDK. */
  interface Call {
    void run() throws Exception;
  }

  private Check() {}

  static void that(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
    System.out.println("  ok: " + what);
  }

  static void equal(Object expected, Object actual, String what) {
    that(
        Objects.equals(expected, actual),
        what + " is " + actual + (Objects.equals(expected, actual) ? "" : ", not " + expected));
  }

  static void sameBytes(byte[] expected, byte[] actual, String what) {
    that(Arrays.equals(expected, actual), what + ": " + actual.length + " bytes, unchanged");
  }

  /** The call has to fail with exactly this modelled error, with this status and a message. */
  static void fails(Class<? extends AwsServiceException> type, int status, Call call)
      throws Exception {
    AwsServiceException error = errorOf(call);
    that(type == error.getClass(), "error is " + type.getSimpleName() + ": " + error.getMessage());
    equal(status, error.statusCode(), "status");
    that(error.requestId() != null, "the error names its request");
  }

  /** The call has to fail with this code, which the SDK has no class for. */
  static void failsWithCode(String code, int status, Call call) throws Exception {
    AwsServiceException error = errorOf(call);
    equal(code, error.awsErrorDetails().errorCode(), "error code");
    equal(status, error.statusCode(), "status");
    that(!error.awsErrorDetails().errorMessage().isEmpty(), "the error has a message");
  }

  private static AwsServiceException errorOf(Call call) throws Exception {
    try {
      call.run();
    } catch (AwsServiceException e) {
      return e;
    } catch (CompletionException e) {
      if (e.getCause() instanceof AwsServiceException error) {
        return error;
      }
      throw e;
    }
    throw new AssertionError("the call succeeded, an error was due");
  }
}
