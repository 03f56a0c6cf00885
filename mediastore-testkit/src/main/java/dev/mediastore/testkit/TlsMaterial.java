// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A server key and a self-signed certificate for this machine's loopback names, made for one run.
 * Immutable.
 *
 * <p>The certificate names {@code localhost}, {@code *.localhost}, {@code 127.0.0.1} and {@code
 * ::1}, and is its own issuer: clients are given it as their certificate authority.
 *
 * @since 0.1
 */
public final class TlsMaterial {
  /** Long enough for any run, and for a clock that is an hour off. */
  private static final Duration EARLY = Duration.ofHours(2);

  private static final Duration LIFETIME = Duration.ofDays(7);

  private final PrivateKey key;
  private final X509Certificate certificate;

  private TlsMaterial(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /**
   * Makes a new P-256 key and its certificate, valid from two hours before now for a week.
   *
   * @param clock what now is
   * @return the material
   */
  public static TlsMaterial create(InstantSource clock) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new TlsMaterial(pair.getPrivate(), certify(pair, clock.instant().minus(EARLY)));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this JDK cannot make a P-256 certificate", e);
    }
  }

  private static X509Certificate certify(KeyPair pair, Instant from)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X500Name self = new X500Name("CN=mediastore test origin");
    GeneralName[] names = {
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.dNSName, "*.localhost"),
      new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
      new GeneralName(GeneralName.iPAddress, "::1")
    };
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                self,
                new BigInteger(120, new SecureRandom()).setBit(119),
                Date.from(from),
                Date.from(from.plus(LIFETIME)),
                self,
                pair.getPublic())
            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  /**
   * Returns the server's key.
   *
   * @return a P-256 key
   */
  public PrivateKey key() {
    return key;
  }

  /**
   * Returns the certificate, which is also the certificate authority clients must trust.
   *
   * @return the certificate
   */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Writes the certificate as PEM, for clients that take a file.
   *
   * @param file created or replaced
   * @throws IOException if it cannot be written
   */
  public void writeCertificate(Path file) throws IOException {
    StringWriter pem = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
      writer.writeObject(certificate);
    }
    Files.writeString(file, pem.toString(), StandardCharsets.US_ASCII);
  }

  /**
   * Makes a context for clients in this process that trusts this certificate and no other.
   *
   * @return a TLS context without client certificates
   */
  public SSLContext clientContext() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("origin", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK offers no TLS", e);
    }
  }

  /** The key is left out. */
  @Override
  public String toString() {
    return "TlsMaterial[" + certificate.getSubjectX500Principal() + ']';
  }
}
