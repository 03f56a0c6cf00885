// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.sigv4;

import dev.mediastore.sigv4.CanonicalRequest;
import dev.mediastore.sigv4.PathRules;
import dev.mediastore.sigv4.RequestView;
import dev.mediastore.sigv4.SigV4Verifier;
import dev.mediastore.sigv4.SignatureResult;
import dev.mediastore.sigv4.SignatureResult.Verified;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * What does it cost to verify a signed GET, the signing key being cached? Beside it the AWS SDK for
 * Java signs the same request, which is the same work, and the floor: one SHA-256 over the
 * canonical request and one HMAC over the string to sign, on reused digests.
 *
 * <pre>benchmarks/run jmh sigv4.VerifyBenchmark -prof gc -prof dev.mediastore.benchmarks.CpuTime
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class VerifyBenchmark {
  private final SigV4Verifier verifier = SignedRequest.verifier();
  private final SdkHttpRequest unsigned = SignedRequest.unsigned();
  private final RequestView inHeader = SignedRequest.view(SignedRequest.bySdk(unsigned));
  private final RequestView inQuery = SignedRequest.view(SignedRequest.presignedBySdk(unsigned));
  private final byte[] canonical = canonicalRequest();
  private final byte[] stringToSign = new byte[132];
  private final byte[] block = new byte[64];
  private final byte[] computed = new byte[32];
  private final MessageDigest digest = sha256();

  /** Refuses to measure anything but verifications that succeed. */
  @Setup
  public void check() {
    for (RequestView request : List.of(inHeader, inQuery)) {
      SignatureResult result = verifier.verify(request);
      if (!(result instanceof Verified)) {
        throw new IllegalStateException("not verified: " + result);
      }
    }
  }

  private byte[] canonicalRequest() {
    return CanonicalRequest.of(
            inHeader,
            List.of("host", "x-amz-content-sha256", "x-amz-date"),
            inHeaderHash(),
            PathRules.STANDARD)
        .bytes();
  }

  private String inHeaderHash() {
    for (int i = 0; i < inHeader.headerCount(); i++) {
      if (inHeader.headerName(i).equalsIgnoreCase("x-amz-content-sha256")) {
        return inHeader.headerValue(i);
      }
    }
    throw new IllegalStateException("no payload hash");
  }

  /**
   * Verifies a signature in the header.
   *
   * @return the result
   */
  @Benchmark
  public SignatureResult headerSigned() {
    return verifier.verify(inHeader);
  }

  /**
   * Verifies a signature in the query.
   *
   * @return the result
   */
  @Benchmark
  public SignatureResult presigned() {
    return verifier.verify(inQuery);
  }

  /**
   * Signs in the header with the AWS SDK.
   *
   * @return the signed request
   */
  @Benchmark
  public SdkHttpRequest awsSdkSigner() {
    return SignedRequest.bySdk(unsigned);
  }

  /**
   * Signs in the query with the AWS SDK.
   *
   * @return the signed request
   */
  @Benchmark
  public SdkHttpRequest awsSdkPresigner() {
    return SignedRequest.presignedBySdk(unsigned);
  }

  /**
   * Hashes as much as one verification must.
   *
   * @return the code
   * @throws DigestException never
   */
  @Benchmark
  public byte[] floor() throws DigestException {
    digest.update(canonical);
    digest.digest(computed, 0, 32);
    digest.update(block);
    digest.update(stringToSign);
    digest.digest(computed, 0, 32);
    digest.update(block);
    digest.update(computed);
    digest.digest(computed, 0, 32);
    return computed;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
