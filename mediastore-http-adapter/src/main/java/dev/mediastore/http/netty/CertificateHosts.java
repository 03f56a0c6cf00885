// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.util.NetUtil;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a certificate is for: the names and addresses it lists (RFC 9525 section 6.3). Its
 * common name is none of them. Immutable.
 */
final class CertificateHosts {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /** Lower case; a wildcard stays one. */
  private final Set<String> names;

  private final List<byte[]> addresses;

  private CertificateHosts(Set<String> names, List<byte[]> addresses) {
    this.names = names;
    this.addresses = addresses;
  }

  /** Those of {@code certificate}; any host if it lists none or there is none. */
  static CertificateHosts of(@Nullable Certificate certificate) {
    return of(certificate instanceof X509Certificate x509 ? alternatives(x509) : List.of());
  }

  /** Those of {@link X509Certificate#getSubjectAlternativeNames}. */
  static CertificateHosts of(Collection<List<?>> alternatives) {
    Set<String> names = new TreeSet<>();
    List<byte[]> addresses = new ArrayList<>();
    for (List<?> alternative : alternatives) {
      String text = String.valueOf(alternative.get(1));
      if (alternative.get(0).equals(DNS_NAME)) {
        names.add(text.toLowerCase(Locale.ROOT));
      } else if (alternative.get(0).equals(IP_ADDRESS)) {
        addresses.add(NetUtil.createByteArrayFromIpAddressString(text));
      }
    }
    return new CertificateHosts(names, addresses);
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      Collection<List<?>> listed = certificate.getSubjectAlternativeNames();
      return listed == null ? List.of() : listed;
    } catch (CertificateParsingException e) {
      return List.of(); // A client that understands it better has accepted it.
    }
  }

  /**
   * Whether the certificate is for the host of a {@code Host} field.
   *
   * @param field as received, with or without a port
   */
  boolean cover(String field) {
    if (names.isEmpty() && addresses.isEmpty()) {
      return true;
    }
    String host = host(field);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    if (address != null) {
      return addresses.stream().anyMatch(listed -> Arrays.equals(listed, address));
    }
    int dot = host.indexOf('.');
    return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
  }

  /** Lower case, without brackets, port and trailing dot. */
  private static String host(String field) {
    String lowerCase = field.toLowerCase(Locale.ROOT);
    int bracket = lowerCase.indexOf(']');
    if (lowerCase.startsWith("[") && bracket > 0) {
      return lowerCase.substring(1, bracket);
    }
    int colon = lowerCase.indexOf(':');
    String host = colon < 0 ? lowerCase : lowerCase.substring(0, colon);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
