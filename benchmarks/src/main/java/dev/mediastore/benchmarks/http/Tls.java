// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.testkit.TlsMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;

/**
 * A certificate and its key in files, made for one run. Immutable.
 *
 * @param certificate PEM file
 * @param key PEM file
 */
record Tls(Path certificate, Path key) {

  static Tls write(Path folder) throws IOException {
    TlsMaterial material = TlsMaterial.create(InstantSource.system());
    Path certificate = folder.resolve("certificate.pem");
    material.writeCertificate(certificate);
    String text =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(material.key().getEncoded());
    Path key =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    return new Tls(certificate, key);
  }
}
