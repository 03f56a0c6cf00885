// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.http.ServiceError;
import dev.mediastore.http.SignatureErrors;
import dev.mediastore.sigv4.PathRules;
import dev.mediastore.sigv4.PayloadResult;
import dev.mediastore.sigv4.PayloadVerifier;
import dev.mediastore.sigv4.SigV4Verifier;
import dev.mediastore.sigv4.SignatureResult;
import dev.mediastore.sigv4.SigningCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies the signature of one recorded request: the verifier as a tool. */
final class VerifyCommand implements Command {
  private static final String STANDARD_INPUT = "-";

  /**
   * What a verification came to.
   *
   * @param word ok, anonymous or refused
   * @param error the name a client is told; null unless refused
   * @param message the text a client is told; null unless refused
   * @param hints for the operator: what the client probably does wrong
   */
  private record Verdict(
      String word, @Nullable String error, @Nullable String message, List<String> hints) {
    static final String REFUSED = "refused";

    static Verdict accepted(String word) {
      return new Verdict(word, null, null, List.of());
    }

    static Verdict refused(SignatureResult.Refused refused) {
      return new Verdict(
          REFUSED,
          SignatureErrors.of(refused.error()).wireName(),
          refused.publicMessage(),
          refused.explanation().hints());
    }

    static Verdict malformed(RawRequest.MalformedException e) {
      return new Verdict(REFUSED, ServiceError.VALIDATION.wireName(), e.getMessage(), List.of());
    }
  }

  @Override
  public String usage() {
    return """
        examples/run verify [FILE]
                              verifies the signature of the HTTP/1.1 request in FILE, byte for byte as
                              it was sent, or on standard input; prints one JSON line {"verdict":
                              "ok|anonymous|refused", "error", "canonicalRequest", "stringToSign"},
                              tokens included, and why to standard error; status 1 if refused
          --credentials KEY:SECRET[:TOKEN]    who may have signed; repeatable
          --at TIME                           when it arrived, such as 2026-11-23T07:10:50Z (now)
          --service NAME                      service of the credential scope (mediastore)
          --region R                          region to sign for (us-east-1)
          --path-rules standard|s3            how the path is canonicalised (s3 for the service s3,
                                              else standard)""";
  }

  @Override
  public Map<String, Flags.Kind> flags() {
    return Map.of(
        "--credentials", Flags.Kind.REPEATED,
        "--at", Flags.Kind.VALUE,
        "--service", Flags.Kind.VALUE,
        "--region", Flags.Kind.VALUE,
        "--path-rules", Flags.Kind.VALUE);
  }

  @Override
  public int operands() {
    return 1;
  }

  @Override
  public int run(Flags flags, InputStream in, PrintStream out, PrintStream err) throws IOException {
    String usual = flags.value("--service", "").equals("s3") ? "s3" : "standard";
    PathRules rules = pathRules(flags.value("--path-rules", usual));
    SigV4Verifier.Builder verifier = verifier(flags, rules);
    List<SigningCredentials> known =
        flags.all("--credentials").stream().map(VerifyCommand::credentials).toList();
    byte[] bytes = read(flags.operands().stream().findFirst().orElse(STANDARD_INPUT), in);

    Verdict verdict;
    SigningTexts texts = SigningTexts.NONE;
    try {
      RawRequest request = RawRequest.parse(bytes);
      texts = SigningTexts.of(request, rules);
      Optional<String> token = SigningTexts.token(request);
      verifier.credentials(key -> find(known, key, token));
      verdict = verify(verifier.build(), request);
    } catch (RawRequest.MalformedException e) {
      verdict = Verdict.malformed(e);
    }
    out.println(line(verdict, texts));
    if (verdict.message() != null) {
      err.println("message: " + verdict.message());
    }
    verdict.hints().forEach(hint -> err.println("hint: " + hint));
    return verdict.word().equals(Verdict.REFUSED) ? 1 : 0;
  }

  private static SigV4Verifier.Builder verifier(Flags flags, PathRules rules) {
    String at = flags.value("--at", "");
    try {
      return SigV4Verifier.builder()
          .service(flags.value("--service", "mediastore"))
          .region(flags.value("--region", "us-east-1"))
          .pathRules(rules)
          .clock(at.isEmpty() ? InstantSource.system() : InstantSource.fixed(Instant.parse(at)));
    } catch (DateTimeException e) {
      throw new Flags.UsageException("--at needs a time such as 2026-11-23T07:10:50Z, not " + at);
    } catch (IllegalArgumentException e) {
      throw new Flags.UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static PathRules pathRules(String name) {
    return switch (name) {
      case "standard" -> PathRules.STANDARD;
      case "s3" -> PathRules.S3;
      default -> throw new Flags.UsageException("--path-rules needs standard or s3, not " + name);
    };
  }

  private static SigningCredentials credentials(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || List.of(parts).contains("")) {
      throw new Flags.UsageException("--credentials needs KEY:SECRET or KEY:SECRET:TOKEN");
    }
    SigningCredentials credentials = SigningCredentials.of(parts[0], parts[1]);
    return parts.length == 3 ? credentials.withSessionToken(parts[2]) : credentials;
  }

  /** Of several credentials with one access key, those whose token the request brings along. */
  private static Optional<SigningCredentials> find(
      List<SigningCredentials> known, String accessKeyId, Optional<String> token) {
    List<SigningCredentials> candidates =
        known.stream().filter(c -> c.accessKeyId().equals(accessKeyId)).toList();
    return candidates.stream()
        .filter(c -> c.sessionToken().equals(token))
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  private static byte[] read(String file, InputStream in) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return in.readAllBytes();
    }
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new Flags.UsageException("cannot read " + file);
    }
  }

  private static Verdict verify(SigV4Verifier verifier, RawRequest request) {
    SignatureResult head = verifier.verify(request);
    if (head instanceof SignatureResult.Refused refused) {
      return Verdict.refused(refused);
    }
    PayloadVerifier body =
        head instanceof SignatureResult.Signed signed
            ? signed.payloadVerifier()
            : ((SignatureResult.Anonymous) head).payloadVerifier();
    body.update(ByteBuffer.wrap(request.body()), object -> {});
    PayloadResult end = body.finish();
    if (end instanceof SignatureResult.Refused refused) {
      return Verdict.refused(refused);
    }
    return Verdict.accepted(head instanceof SignatureResult.Signed ? "ok" : "anonymous");
  }

  private static String line(Verdict verdict, SigningTexts texts) throws IOException {
    return JsonLine.of(
        json -> {
          json.writeStringField("verdict", verdict.word());
          json.writeStringField("error", verdict.error());
          json.writeStringField("canonicalRequest", texts.canonicalRequest().orElse(null));
          json.writeStringField("stringToSign", texts.stringToSign().orElse(null));
        });
  }
}
