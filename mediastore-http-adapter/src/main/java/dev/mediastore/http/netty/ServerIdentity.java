// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A private key and the certificates that belong to it, from PEM files. The JDK's own TLS would
 * take a key of another certificate, and every handshake would fail.
 */
final class ServerIdentity {
  private static final Pattern PKCS_8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private ServerIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * Reads both files.
   *
   * @throws IOException if they cannot be read or do not belong together
   */
  static ServerIdentity read(Path certificate, Path key) throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException("no certificate in " + certificate.getFileName());
      }
      String algorithm = chain.get(0).getPublicKey().getAlgorithm();
      ServerIdentity found = new ServerIdentity(privateKey(key, algorithm), chain);
      if (!found.belongsTogether()) {
        throw new IOException("the key is not that of the certificate");
      }
      return found;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("certificate or key cannot be used", e);
    }
  }

  private static PrivateKey privateKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher pem = PKCS_8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new IOException("no PKCS #8 key in " + file.getFileName());
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** Whether the certificate's key verifies what the private key signs. */
  private boolean belongsTogether() throws GeneralSecurityException {
    String algorithm = key.getAlgorithm();
    Signature signature =
        Signature.getInstance(
            switch (algorithm) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> algorithm; // EdDSA names the signature and the key alike.
            });
    byte[] text = chain.get(0).getEncoded();
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(chain.get(0).getPublicKey());
    signature.update(text);
    return signature.verify(signed);
  }

  PrivateKey key() {
    return key;
  }

  List<X509Certificate> chain() {
    return chain;
  }

  /** Why clients will not accept the certificate at a time; null if nothing speaks against it. */
  @Nullable String doubt(Instant now) {
    Instant from = chain.get(0).getNotBefore().toInstant();
    Instant until = chain.get(0).getNotAfter().toInstant();
    return now.isBefore(from) || now.isAfter(until)
        ? "the certificate is valid from " + from + " until " + until
        : null;
  }

  /** The key is left out. */
  @Override
  public String toString() {
    return "ServerIdentity[" + chain.get(0).getSubjectX500Principal() + ']';
  }
}
