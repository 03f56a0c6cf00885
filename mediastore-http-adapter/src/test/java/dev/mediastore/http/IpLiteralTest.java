// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
  private static InetAddress address(String text) {
    return IpLiteral.parse(text).orElseThrow(() -> new AssertionError(text));
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 203.0.113.9",
    "0.0.0.0, 0.0.0.0",
    "::, 0:0:0:0:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "1::, 1:0:0:0:0:0:0:0",
    "2001:DB8::5, 2001:db8:0:0:0:0:0:5",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:198.51.100.7, 198.51.100.7",
    "64:ff9b::198.51.100.7, 64:ff9b:0:0:0:0:c633:6407"
  })
  void addresses_areRead(String text, String shown) {
    assertEquals(shown, address(text).getHostAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.com",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4 ",
        "0x1.2.3.4",
        "1.2.3.-4",
        "1.2.3.٤",
        "16909060",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7",
        "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::",
        ":1:2:3:4:5:6:7",
        "fe80::1%eth0",
        "[::1]",
        "1.2.3.4::",
        "::1.2.3",
        "::1.2.3.4:5"
      })
  void everythingElse_isNone(String text) {
    assertTrue(IpLiteral.parse(text).isEmpty(), text);
  }

  @Property
  void whatTheJdkPrints_isReadBack(@ForAll @Size(16) byte[] octets) throws UnknownHostException {
    InetAddress six = InetAddress.getByAddress(octets);
    assertEquals(six, address(six.getHostAddress()));
    InetAddress four = InetAddress.getByAddress(java.util.Arrays.copyOf(octets, 4));
    assertEquals(four, address(four.getHostAddress()));
  }

  @Property
  void range_holdsExactlyWhatSharesItsPrefix(
      @ForAll @Size(16) byte[] octets,
      @ForAll @IntRange(max = 128) int bits,
      @ForAll @IntRange(max = 127) int flipped)
      throws UnknownHostException {
    octets[0] |= 1; // No mapped address, which is of the other family.
    byte[] network = octets.clone();
    for (int bit = bits; bit < 128; bit++) {
      network[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    AddressRange range =
        AddressRange.parse(InetAddress.getByAddress(network).getHostAddress() + "/" + bits);
    assertTrue(range.contains(InetAddress.getByAddress(octets)));
    octets[flipped / 8] ^= (byte) (0x80 >> flipped % 8);
    assertEquals(flipped >= bits, range.contains(InetAddress.getByAddress(octets)));
    assertFalse(range.contains(InetAddress.getByAddress(new byte[4])));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/9, 10.128.0.0, false",
    "10.128.0.0/9, 10.200.0.0, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "192.0.2.7/32, ::ffff:192.0.2.7, true",
    "::/0, 1.2.3.4, false",
    "2001:db8::/33, 2001:db8:7fff::, true",
    "2001:db8::/33, 2001:db8:8000::, false"
  })
  void range_ofOneFamily(String range, String address, boolean inside) {
    assertEquals(inside, AddressRange.parse(range).contains(address(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.1/8",
        "::1/127",
        "::/129",
        "::ffff:10.0.0.0/104",
        "proxy.example.com",
        "10.0.0.0/8/8"
      })
  void slip_isFoundWhenItIsSet(String range) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(range));
    assertThrows(
        IllegalArgumentException.class, () -> TrustedProxies.sendingForwarded("::1", range));
  }
}
