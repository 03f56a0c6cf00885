// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

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

  boolean matchesAny(String requestValue, AuthorizationContext context);

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
    public boolean matchesAny(String requestValue, AuthorizationContext context) {
      for (String constant : constants) {
        if (ignoringCase
            ? CaseFolding.equal(constant, requestValue)
            : constant.equals(requestValue)) {
          return true;
        }
      }
      for (Template template : templates) {
        if (ignoringCase
            ? template.isTextIgnoringCase(requestValue, context)
            : template.isText(requestValue, context)) {
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

  /** Texts with wildcards. */
  final class TextPatterns implements ValueMatcher {
    private final Glob[] patterns;

    TextPatterns(List<Template> values) {
      this.patterns = values.stream().map(Glob::of).toArray(Glob[]::new);
    }

    @Override
    public boolean matchesAny(String requestValue, AuthorizationContext context) {
      for (Glob pattern : patterns) {
        if (pattern.matches(requestValue, 0, context)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void collectKeys(Set<String> keys) {
      for (Glob pattern : patterns) {
        pattern.collectKeys(keys);
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
    public boolean matchesAny(String requestValue, AuthorizationContext context) {
      for (ArnPattern pattern : patterns) {
        if (pattern.matches(requestValue, context)) {
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
    public boolean matchesAny(String requestValue, AuthorizationContext context) {
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
    public boolean matchesAny(String requestValue, AuthorizationContext context) {
      long four = IpAddress.parseFour(requestValue);
      if (four >= 0) {
        return containsFour(four);
      }
      IpAddress address = IpAddress.parse(requestValue);
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

    /** The usual case, without an object for the address. */
    private boolean containsFour(long address) {
      for (IpBlock block : blocks) {
        if (block.containsFour(address)) {
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
    public boolean matchesAny(String requestValue, AuthorizationContext context) {
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
