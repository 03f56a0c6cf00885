// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.RecordedLog;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which connections a listener keeps, and what it forgets of those that are gone. */
class ConnectionGateTest {
  private final AtomicLong nanos = new AtomicLong();

  private static final class Connection extends EmbeddedChannel {
    private final SocketAddress peer;

    Connection(String address) {
      this.peer = new InetSocketAddress(address, 40_000);
    }

    void end() {
      close().syncUninterruptibly();
    }

    /** The superclass asks before the peer is known. */
    @Override
    protected SocketAddress remoteAddress0() {
      return isActive() && peer != null ? peer : super.remoteAddress0();
    }
  }

  private ConnectionGate gate(int total, int perAddress) {
    return new ConnectionGate(
        new ConnectionLimits(total, perAddress),
        peer -> peer.getAddress().getHostAddress().startsWith("10."),
        nanos::get);
  }

  private static EmbeddedChannel listener(ConnectionGate gate) {
    return new EmbeddedChannel(gate);
  }

  /** Whether the connection is handed on; it is closed otherwise. */
  private static boolean accepts(EmbeddedChannel listener, Connection connection) {
    listener.writeInbound(connection);
    Object passedOn = listener.readInbound();
    if (passedOn == null) {
      assertFalse(connection.isOpen());
      return false;
    }
    assertSame(connection, passedOn);
    assertTrue(connection.isOpen());
    return true;
  }

  private static boolean accepts(EmbeddedChannel listener, String address) {
    return accepts(listener, new Connection(address));
  }

  @Test
  void oneMoreThanAll_isRefused_untilOneIsGone() {
    ConnectionGate gate = gate(2, 2);
    EmbeddedChannel listener = listener(gate);
    Connection first = new Connection("192.0.2.1");
    assertTrue(accepts(listener, first));
    assertTrue(accepts(listener, "192.0.2.2"));
    assertFalse(accepts(listener, "192.0.2.3"));
    assertFalse(accepts(listener, "192.0.2.4"));
    assertEquals(2, gate.refusedCount());
    first.end();
    assertTrue(accepts(listener, "192.0.2.5"));
    assertFalse(accepts(listener, "192.0.2.6"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, false",
    "192.0.2.1, 192.0.2.2, true",
    "192.0.2.1, ::ffff:192.0.2.1, false",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff::2, false",
    "2001:db8:0:1::1, 2001:db8:0:2::1, true",
    "192.0.2.1, 0:0:c000:201::1, false", // Such networks are given to nobody.
  })
  void secondConnection_isAnothersOrRefused(String first, String second, boolean accepted) {
    EmbeddedChannel listener = listener(gate(10, 1));
    Connection one = new Connection(first);
    assertTrue(accepts(listener, one));
    assertEquals(accepted, accepts(listener, second));
    one.end();
    assertTrue(accepts(listener, accepted ? first : second));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "127.1.2.3", "::1", "10.0.0.7"})
  void machineItself_andProxies_countAmongAllOnly(String address) {
    EmbeddedChannel listener = listener(gate(4, 1));
    for (int i = 0; i < 4; i++) {
      assertTrue(accepts(listener, address));
    }
    assertFalse(accepts(listener, address));
  }

  @Test
  void refusalForTheAddress_takesNoPlaceAmongAll() {
    EmbeddedChannel listener = listener(gate(2, 1));
    assertTrue(accepts(listener, "192.0.2.1"));
    assertFalse(accepts(listener, "192.0.2.1"));
    assertTrue(accepts(listener, "192.0.2.2"));
  }

  @Test
  void clientsThatAProxyNames_areCountedWithTheOthers() {
    ConnectionGate gate = gate(10, 1);
    EmbeddedChannel listener = listener(gate);
    InetSocketAddress client = new InetSocketAddress("192.0.2.1", 1);
    Connection one = new Connection("10.0.0.7");
    Connection two = new Connection("10.0.0.7");
    assertTrue(accepts(listener, one));
    assertTrue(accepts(listener, two));
    assertTrue(gate.admitClient(one, client));
    assertFalse(gate.admitClient(two, client));
    assertFalse(accepts(listener, "192.0.2.1"));
    one.end();
    assertTrue(gate.admitClient(two, client));
  }

  @Test
  void whatIsNoConnection_passes() {
    EmbeddedChannel listener = listener(gate(1, 1));
    listener.writeInbound("x");
    assertEquals("x", listener.readInbound());
  }

  @Test
  void refusals_areLoggedOnceAMinute() {
    EmbeddedChannel listener = listener(gate(1, 1));
    assertTrue(accepts(listener, "192.0.2.1"));
    RecordedLog.clear();
    for (int i = 0; i < 10; i++) {
      assertFalse(accepts(listener, "192.0.2.1"));
    }
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertFalse(accepts(listener, "192.0.2.1"));
    List<String> warnings =
        RecordedLog.lines().stream()
            .filter(line -> line.contains("connections are refused"))
            .toList();
    assertEquals(2, warnings.size(), warnings::toString);
    assertTrue(warnings.get(1).contains("11 so far"), warnings::toString);
  }

  /** Every step opens a connection of one of five networks or closes the oldest of one. */
  @Property(tries = 300)
  void accepted_isWhateverAPlainCountAccepts(
      @ForAll List<@IntRange(min = -5, max = 4) Integer> steps) {
    ConnectionGate gate = gate(8, 3);
    EmbeddedChannel listener = listener(gate);
    Map<Integer, List<Connection>> open = new HashMap<>();
    long refused = 0;
    for (int step : steps) {
      List<Connection> own =
          open.computeIfAbsent(step < 0 ? -1 - step : step, n -> new ArrayList<>());
      int all = open.values().stream().mapToInt(List::size).sum();
      if (step >= 0) {
        Connection next = new Connection("192.0.2." + step);
        boolean expected = all < 8 && own.size() < 3;
        assertEquals(expected, accepts(listener, next));
        if (expected) {
          own.add(next);
        } else {
          refused++;
        }
      } else if (!own.isEmpty()) {
        own.remove(0).end();
      }
    }
    assertEquals(refused, gate.refusedCount());
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 1"})
  void limits_areAtLeastOne(int total, int perAddress) {
    assertThrows(IllegalArgumentException.class, () -> new ConnectionLimits(total, perAddress));
  }
}
