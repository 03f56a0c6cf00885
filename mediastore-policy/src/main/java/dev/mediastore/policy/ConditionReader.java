// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Condition} element of one statement. Used for one element. */
final class ConditionReader {
  private final Place place;
  private final Dialect dialect;
  private final List<Condition> conditions = new ArrayList<>();

  private ConditionReader(Place place, Dialect dialect) {
    this.place = place;
    this.dialect = dialect;
  }

  static List<Condition> read(JsonValue json, Place place, Dialect dialect) throws PolicyFault {
    ConditionReader reader = new ConditionReader(place, dialect);
    Members.forEach(json.object(place), place, reader::readBlock);
    return reader.conditions;
  }

  private void readBlock(JsonValue.Member member) throws PolicyFault {
    ConditionOperator operator = ConditionOperator.parse(member.name());
    if (operator == null) {
      throw place
          .at(member.offset())
          .fault(PolicyError.Code.CONDITION_OPERATOR, "has an unknown condition operator");
    }
    Set<String> keys = new HashSet<>();
    Members.forEach(
        member.value().object(place),
        place,
        entry -> {
          checkKey(entry, keys);
          conditions.add(condition(member.name(), operator, entry));
        });
  }

  private void checkKey(JsonValue.Member entry, Set<String> keysOfBlock) throws PolicyFault {
    Place where = place.at(entry.offset());
    if (!ConditionKeys.isWellFormed(entry.name())) {
      throw where.fault(
          PolicyError.Code.CONDITION_KEY,
          "has a condition key that is not of the form prefix:name or prefix:family/name");
    }
    if (!keysOfBlock.add(CaseFolding.fold(entry.name()))) {
      throw where.fault(
          PolicyError.Code.CONDITION_KEY, "has one condition key twice under one operator");
    }
    if (conditions.size() == dialect.limits().maxConditionKeys()) {
      throw where.fault(
          PolicyError.Code.LIMIT,
          "has more than " + dialect.limits().maxConditionKeys() + " condition keys");
    }
  }

  private Condition condition(String name, ConditionOperator operator, JsonValue.Member entry)
      throws PolicyFault {
    List<JsonValue> elements = entry.value().elements(place, dialect.limits());
    Values values = new Values(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      JsonValue element = elements.get(i);
      Place where = place.value(i, elements.size(), element.offset());
      String text = scalar(element, where);
      rejectMisplacedVariable(text, operator, where);
      values.add(text, where);
    }
    return new Condition(
        name, entry.name(), values.texts, operator, matcher(operator.test(), values));
  }

  private static String scalar(JsonValue element, Place where) throws PolicyFault {
    if (element instanceof JsonValue.Text text) {
      return text.value();
    }
    if (element instanceof JsonValue.Bool bool) {
      return Boolean.toString(bool.value());
    }
    if (element instanceof JsonValue.Num number) {
      BigDecimal value = DecimalText.parse(number.text());
      if (value == null) {
        throw where.fault(PolicyError.Code.LIMIT, "has a number that is too long or too large");
      }
      return DecimalText.shortest(value);
    }
    throw where.fault(PolicyError.Code.TYPE, "must have strings, numbers or booleans as values");
  }

  private void rejectMisplacedVariable(String text, ConditionOperator operator, Place where)
      throws PolicyFault {
    if (dialect.complete()
        && dialect.variables()
        && !operator.test().family().hasVariables()
        && text.contains(TemplateParser.VARIABLE_START)) {
      throw where.fault(
          PolicyError.Code.VARIABLE,
          "may use policy variables under string and ARN operators only");
    }
  }

  private ValueMatcher matcher(ConditionOperator.Test test, Values values) throws PolicyFault {
    return switch (test.family()) {
      case TEXT -> new ValueMatcher.Texts(false, values.templates(false));
      case TEXT_IGNORING_CASE -> new ValueMatcher.Texts(true, values.templates(false));
      case TEXT_PATTERN -> new ValueMatcher.TextPatterns(values.templates(true));
      case ARN_PATTERN -> new ValueMatcher.ArnPatterns(values.arns());
      case NUMBER ->
          OrderedMatcher.numbers(test.order(), values.readable(DecimalText::parse, "a number"));
      case DATE ->
          OrderedMatcher.dates(
              test.order(), values.readable(DateText::parse, "a date or epoch seconds"));
      case BINARY ->
          new ValueMatcher.Binaries(
              values.readable(ValueMatcher.Binaries::parse, "text in base64"));
      case ADDRESS ->
          new ValueMatcher.Addresses(
              values.readable(IpBlock::parse, "an IP address or a CIDR block"));
      case BOOL, PRESENCE -> {
        List<Boolean> accepted =
            values.readable(ValueMatcher.Booleans::parse, "\"true\" or \"false\"");
        yield new ValueMatcher.Booleans(accepted.contains(true), accepted.contains(false));
      }
    };
  }

  /** The values of one key and their places. */
  private final class Values {
    private final List<String> texts;
    private final List<Place> places;

    Values(int count) {
      texts = new ArrayList<>(count);
      places = new ArrayList<>(count);
    }

    void add(String text, Place where) {
      texts.add(text);
      places.add(where);
    }

    List<Template> templates(boolean wildcards) throws PolicyFault {
      List<Template> templates = new ArrayList<>(texts.size());
      for (int i = 0; i < texts.size(); i++) {
        templates.add(
            TemplateParser.parse(texts.get(i), wildcards, dialect.variables(), places.get(i)));
      }
      return templates;
    }

    List<ArnPattern> arns() throws PolicyFault {
      List<Template> templates = templates(true);
      List<ArnPattern> patterns = new ArrayList<>(templates.size());
      for (int i = 0; i < templates.size(); i++) {
        ArnPattern pattern = ArnPattern.of(templates.get(i));
        addOrReject(patterns, pattern, "an ARN pattern of six fields", places.get(i));
      }
      return patterns;
    }

    <T> List<T> readable(Function<String, @Nullable T> reader, String what) throws PolicyFault {
      List<T> read = new ArrayList<>(texts.size());
      for (int i = 0; i < texts.size(); i++) {
        addOrReject(read, reader.apply(texts.get(i)), what, places.get(i));
      }
      return read;
    }

    /** A value that cannot be read is an error; without checks it just never matches. */
    private <T> void addOrReject(List<T> read, @Nullable T value, String what, Place where)
        throws PolicyFault {
      if (value != null) {
        read.add(value);
      } else if (dialect.complete()) {
        throw where.fault(
            PolicyError.Code.CONDITION_VALUE, "has a condition value that must be " + what);
      }
    }
  }
}
