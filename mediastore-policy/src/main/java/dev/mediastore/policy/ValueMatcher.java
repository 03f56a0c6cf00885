// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policy values of one condition key, compiled for one family of operators. Immutable.
 *
 * <p>Matchers know nothing of negation: they tell whether one request value matches at least one
 * policy value. A request value that cannot be read as the family's type matches none.
 */
interface ValueMatcher {

  boolean matchesAny(String requestValue, Query query);

  /** Adds the condition keys that policy variables among the values ask for. */
  default void collectKeys(Set<String> keys) {}

  /** Texts, compared code point by code point. */
  final class Texts implements ValueMatcher {
    private final boolean ignoringCase;
    private final String[] constants;
    private final Template[] templates;

    Texts(boolean ignoringCase, List<Template> values) {
      this.ignoringCase = ignoringCase;
      this.constants =
          values.stream()
              .filter(Template::isConstant)
              .map(Template::literalText)
              .toArray(String[]::new);
      this.templates = values.stream().filter(t -> !t.isConstant()).toArray(Template[]::new);
    }

    @Override
    public boolean matchesAny(String requestValue, Query query) {
      for (String constant : constants) {
        if (equal(constant, requestValue)) {
          return true;
        }
      }
      for (Template template : templates) {
        Template bound = template.bind(query.context());
        if (bound != null && equal(bound.literalText(), requestValue)) {
          return true;
        }
      }
      return false;
    }

    private boolean equal(String policyValue, String requestValue) {
      return ignoringCase
          ? CaseFolding.equal(policyValue, requestValue)
          : policyValue.equals(requestValue);
    }

    @Override
    public void collectKeys(Set<String> keys) {
      for (Template template : templates) {
        template.collectKeys(keys);
      }
    }
  }

  /** Texts with wildcards. */
  final class TextPatterns implements ValueMatcher {
    private final Glob[] constants;
    private final Template[] templates;

    TextPatterns(List<Template> values) {
      this.constants =
          values.stream().filter(Template::isConstant).map(Template::glob).toArray(Glob[]::new);
      this.templates = values.stream().filter(t -> !t.isConstant()).toArray(Template[]::new);
    }

    @Override
    public boolean matchesAny(String requestValue, Query query) {
      char[] text = requestValue.toCharArray();
      for (Glob constant : constants) {
        if (constant.matches(text, 0, text.length)) {
          return true;
        }
      }
      for (Template template : templates) {
        Template bound = template.bind(query.context());
        if (bound != null && bound.glob().matches(text, 0, text.length)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void collectKeys(Set<String> keys) {
      for (Template template : templates) {
        template.collectKeys(keys);
      }
    }
  }

  /** ARNs with wildcards inside their fields. */
  final class ArnPatterns implements ValueMatcher {
    private final ArnPattern[] patterns;

    ArnPatterns(List<ArnPattern> patterns) {
      this.patterns = patterns.toArray(new ArnPattern[0]);
    }

    @Override
    public boolean matchesAny(String requestValue, Query query) {
      char[] arn = requestValue.toCharArray();
      for (ArnPattern pattern : patterns) {
        if (pattern.matches(arn, query.context())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void collectKeys(Set<String> keys) {
      for (ArnPattern pattern : patterns) {
        pattern.collectKeys(keys);
      }
    }
  }

  /** Numbers or instants, by their order. */
  final class Ordered<T extends Comparable<? super T>> implements ValueMatcher {

    /** Reads the value of a request; null for text that is none. */
    interface Reader<T> {
      @Nullable T read(Query query, String text);
    }

    private final ConditionOperator.Order order;
    private final Reader<T> reader;
    private final List<T> values;

    private Ordered(ConditionOperator.Order order, Reader<T> reader, List<T> values) {
      this.order = order;
      this.reader = reader;
      this.values = List.copyOf(values);
    }

    static Ordered<BigDecimal> numbers(ConditionOperator.Order order, List<BigDecimal> values) {
      return new Ordered<>(order, (query, text) -> DecimalText.parse(text), values);
    }

    static Ordered<Instant> dates(ConditionOperator.Order order, List<Instant> values) {
      return new Ordered<>(order, Query::instant, values);
    }

    @Override
    public boolean matchesAny(String requestValue, Query query) {
      T request = reader.read(query, requestValue);
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
  }

  /** {@code true} and {@code false}. */
  record Booleans(boolean acceptsTrue, boolean acceptsFalse) implements ValueMatcher {

    /** Null for text that is neither. */
    static @Nullable Boolean parse(String text) {
      if (text.equals("true") || Ascii.equalIgnoringCase(text, "true")) {
        return Boolean.TRUE;
      }
      return Ascii.equalIgnoringCase(text, "false") ? Boolean.FALSE : null;
    }

    boolean accepts(boolean value) {
      return value ? acceptsTrue : acceptsFalse;
    }

    @Override
    public boolean matchesAny(String requestValue, Query query) {
      Boolean value = parse(requestValue);
      return value != null && accepts(value);
    }
  }

  /** Addresses in blocks. */
  final class Addresses implements ValueMatcher {
    private final IpBlock[] blocks;

    Addresses(List<IpBlock> blocks) {
      this.blocks = blocks.toArray(new IpBlock[0]);
    }

    @Override
    public boolean matchesAny(String requestValue, Query query) {
      IpAddress address = query.address(requestValue);
      if (address == null) {
        return false;
      }
      for (IpBlock block : blocks) {
        if (block.contains(address)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Bytes, in base64 on both sides. */
  final class Binaries implements ValueMatcher {
    private final List<byte[]> values;

    Binaries(List<byte[]> values) {
      this.values = List.copyOf(values);
    }

    /** Null for text that is not base64. */
    static byte @Nullable [] parse(String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    @Override
    public boolean matchesAny(String requestValue, Query query) {
      byte[] request = parse(requestValue);
      if (request == null) {
        return false;
      }
      for (byte[] value : values) {
        if (Arrays.equals(value, request)) {
          return true;
        }
      }
      return false;
    }
  }
}
