// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order and spelling in which they were received or are to be sent. Immutable.
 *
 * <p>Names are compared ignoring ASCII case (RFC 9110 section 5.1). Repeated fields are kept apart:
 * whoever needs a single value says what more than one means.
 *
 * @since 0.1
 */
public final class Headers {
  private static final Headers EMPTY = new Headers(new String[0]);
  private static final int DEFAULT_FIELDS = 12;

  /** Names at even, values at odd positions: one allocation, and iteration in wire order. */
  private final String[] fields;

  private Headers(String[] fields) {
    this.fields = fields;
  }

  /** No fields at all. */
  public static Headers empty() {
    return EMPTY;
  }

  /**
   * Fields from alternating names and values.
   *
   * @throws IllegalArgumentException if the last name has no value
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    for (String field : namesAndValues) {
      Objects.requireNonNull(field, "field");
    }
    return new Headers(namesAndValues.clone());
  }

  /** Starts an empty list of fields. */
  public static Builder builder() {
    return new Builder(DEFAULT_FIELDS);
  }

  /**
   * Starts an empty list for a number of fields that is known, or nearly: it takes more as well,
   * but nothing has to be copied if they are as many.
   */
  public static Builder builder(int fields) {
    return new Builder(fields);
  }

  /** Number of fields, repeated ones counted each. */
  public int size() {
    return fields.length / 2;
  }

  /** Name of the field at {@code index}, from 0 in wire order, spelled as received. */
  public String name(int index) {
    return fields[2 * index];
  }

  /** Value of the field at {@code index}, from 0 in wire order, without surrounding blanks. */
  public String value(int index) {
    return fields[2 * index + 1];
  }

  /** Value of the first field called {@code name}, or null. */
  public @Nullable String first(String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        return fields[i + 1];
      }
    }
    return null;
  }

  /** How many fields are called {@code name}. */
  public int count(String name) {
    int count = 0;
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        count++;
      }
    }
    return count;
  }

  /** Whether a field is called {@code name}. */
  public boolean contains(String name) {
    return first(name) != null;
  }

  /** Values of all fields called {@code name}, in wire order. */
  public List<String> all(String name) {
    String first = null;
    List<String> values = List.of();
    for (int i = 0; i < fields.length; i += 2) {
      if (!fields[i].equalsIgnoreCase(name)) {
        continue;
      }
      if (first == null) {
        first = fields[i + 1];
        values = List.of(first);
      } else {
        values = new ArrayList<>(values);
        values.add(fields[i + 1]);
      }
    }
    return List.copyOf(values);
  }

  /** Calls {@code action} with name and value of each field in wire order. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < fields.length; i += 2) {
      action.accept(fields[i], fields[i + 1]);
    }
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Headers[");
    for (int i = 0; i < fields.length; i += 2) {
      names.append(i == 0 ? "" : ", ").append(fields[i]);
    }
    return names.append(']').toString();
  }

  /**
   * Collects fields in order. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private String[] fields;
    private int length;

    private Builder(int fields) {
      this.fields = new String[2 * fields];
    }

    /** Appends a field, keeping any of the same name. */
    public Builder add(String name, String value) {
      if (length == fields.length) {
        fields = Arrays.copyOf(fields, 2 * length + 2);
      }
      fields[length++] = Objects.requireNonNull(name, "name");
      fields[length++] = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Appends a field unless {@code value} is null. */
    public Builder addIfPresent(String name, @Nullable String value) {
      return value == null ? this : add(name, value);
    }

    /** Appends all of {@code headers}. */
    public Builder addAll(Headers headers) {
      int more = headers.fields.length;
      if (length + more > fields.length) {
        fields = Arrays.copyOf(fields, Math.max(2 * fields.length, length + more));
      }
      System.arraycopy(headers.fields, 0, fields, length, more);
      length += more;
      return this;
    }

    /** The fields collected so far. */
    public Headers build() {
      if (length == 0) {
        return EMPTY;
      }
      // A full array is never written to again: what is added next goes to a copy.
      return new Headers(length == fields.length ? fields : Arrays.copyOf(fields, length));
    }
  }
}
