// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers or instants among the policy values of a condition key, compared by their order.
 * Immutable.
 *
 * <p>Most values, on both sides, are whole numbers or whole seconds: those are compared as {@code
 * long} and no object is made for them.
 */
abstract class OrderedMatcher<T extends Comparable<? super T>> implements ValueMatcher {
  /** What {@link #whole} gives for text that is no short whole number. */
  static final long NOT_WHOLE = Long.MIN_VALUE;

  private final ConditionOperator.Order order;
  private final List<T> values;

  private OrderedMatcher(ConditionOperator.Order order, List<T> values) {
    this.order = order;
    this.values = List.copyOf(values);
  }

  /** The value of a request as a whole number, or {@link #NOT_WHOLE} if it is to be parsed. */
  abstract long whole(String text);

  /** The value of a request; null for text that is none. */
  abstract @Nullable T parse(String text);

  /** The sign of {@code whole} compared with a policy value. */
  abstract int compare(long whole, T value);

  @Override
  public boolean matchesAny(String requestValue, AuthorizationContext context) {
    long whole = whole(requestValue);
    if (whole == NOT_WHOLE) {
      return parsedMatchesAny(parse(requestValue));
    }
    for (int i = 0; i < values.size(); i++) {
      if (order.accepts(compare(whole, values.get(i)))) {
        return true;
      }
    }
    return false;
  }

  private boolean parsedMatchesAny(@Nullable T request) {
    if (request == null) {
      return false;
    }
    for (T value : values) {
      if (order.accepts(request.compareTo(value))) {
        return true;
      }
    }
    return false;
  }

  /** A number of a policy, and whether it is whole. */
  private record Decimal(BigDecimal exact, long whole) implements Comparable<Decimal> {

    static Decimal of(BigDecimal exact) {
      return new Decimal(exact, DecimalText.whole(exact.toPlainString()));
    }

    @Override
    public int compareTo(Decimal other) {
      return exact.compareTo(other.exact);
    }
  }

  static ValueMatcher numbers(ConditionOperator.Order order, List<BigDecimal> values) {
    return new OrderedMatcher<>(order, values.stream().map(Decimal::of).toList()) {
      @Override
      long whole(String text) {
        return DecimalText.whole(text);
      }

      @Override
      @Nullable Decimal parse(String text) {
        BigDecimal exact = DecimalText.parse(text);
        return exact == null ? null : new Decimal(exact, NOT_WHOLE);
      }

      @Override
      int compare(long whole, Decimal value) {
        return value.whole == NOT_WHOLE
            ? BigDecimal.valueOf(whole).compareTo(value.exact)
            : Long.compare(whole, value.whole);
      }
    };
  }

  static ValueMatcher dates(ConditionOperator.Order order, List<Instant> values) {
    return new OrderedMatcher<>(order, values) {
      @Override
      long whole(String text) {
        return DateText.wholeSeconds(text);
      }

      @Override
      @Nullable Instant parse(String text) {
        return DateText.parse(text);
      }

      @Override
      int compare(long seconds, Instant value) {
        int difference = Long.compare(seconds, value.getEpochSecond());
        return difference != 0 ? difference : -value.getNano();
      }
    };
  }
}
