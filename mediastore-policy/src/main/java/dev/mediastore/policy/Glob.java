// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of literal text, {@code *} (any run of code points, also none), {@code ?} (exactly one
 * code point) and policy variables (the text they have in a request). Immutable.
 *
 * <p>The stars cut a pattern into pieces. The first piece is anchored at the start of the text and
 * the last one at its end; each of the others takes the leftmost place after the one before, and
 * none ever has to be moved again, since whatever an earlier star could still take, a later one can
 * take as well. Finding a piece takes time linear in the text ({@link PieceSearch}). Nothing is
 * translated into a regular expression, and a match allocates nothing, unless a variable or more
 * than 64 characters with {@code ?} among them stand between two stars.
 */
final class Glob {
  private final Piece[] pieces;

  /** The fewest characters of a text that can match. */
  private final int shortest;

  private Glob(List<Piece> pieces) {
    this.pieces = pieces.toArray(new Piece[0]);
    this.shortest = pieces.stream().mapToInt(Piece::shortest).sum();
  }

  /** The pattern of a template, which may have variables. */
  static Glob of(Template template) {
    List<Piece> pieces = new ArrayList<>();
    List<Template.Part> piece = new ArrayList<>();
    boolean star = false;
    for (Template.Part part : template.parts()) {
      if (part == Template.Wildcard.ANY_RUN) {
        star = true;
        continue;
      }
      // "*?" is the same as "?*": a piece after a star never begins with a question mark, so that
      // there is something to look for.
      if (star && part != Template.Wildcard.ANY_ONE) {
        pieces.add(new Piece(piece));
        piece = new ArrayList<>();
        star = false;
      }
      piece.add(part);
    }
    pieces.add(new Piece(piece));
    if (star) {
      pieces.add(new Piece(List.of()));
    }
    return new Glob(pieces);
  }

  /** Whether the pattern, which has no variables, covers all of a text. */
  boolean matches(String text) {
    return matches(text, 0, AuthorizationContext.empty());
  }

  /** Whether the pattern covers all of a text from an index on. */
  boolean matches(String text, int from, AuthorizationContext context) {
    return matches(text, from, text.length(), context);
  }

  /**
   * Whether the pattern covers all of {@code text[from, to)}. A variable without a value covers
   * nothing.
   */
  boolean matches(String text, int from, int to, AuthorizationContext context) {
    if (to - from < shortest) {
      return false;
    }
    int start = pieces[0].endFrom(text, from, to, context);
    int last = pieces.length - 1;
    if (start < 0 || last == 0) {
      return start == to;
    }
    int end = pieces[last].startBefore(text, start, to, context);
    for (int i = 1; i < last && end >= 0; i++) {
      start = pieces[i].find(text, start, end, context);
      if (start < 0) {
        return false;
      }
    }
    return end >= 0;
  }

  void collectKeys(Set<String> keys) {
    for (Piece piece : pieces) {
      piece.collectKeys(keys);
    }
  }

  /** What stands between two stars: a sequence of parts none of which is a star. */
  private static final class Piece {
    private final Template.Part[] parts;
    private final boolean constant;

    /** For a piece without variables that is worth it. */
    private final @Nullable PieceSearch search;

    Piece(List<Template.Part> parts) {
      this.parts = parts.toArray(new Template.Part[0]);
      this.constant = parts.stream().noneMatch(Template.Variable.class::isInstance);
      this.search = constant ? PieceSearch.of(parts) : null;
    }

    int shortest() {
      int shortest = 0;
      for (Template.Part part : parts) {
        shortest += part.shortest();
      }
      return shortest;
    }

    void collectKeys(Set<String> keys) {
      for (Template.Part part : parts) {
        if (part instanceof Template.Variable variable) {
          keys.add(variable.key());
        }
      }
    }

    /** Where the piece ends that begins at {@code from}; negative if none does. */
    int endFrom(String text, int from, int to, AuthorizationContext context) {
      int position = from;
      for (Template.Part part : parts) {
        position = part.endFrom(text, position, to, context);
        if (position < 0) {
          return position;
        }
      }
      return position;
    }

    /** Where the piece begins that ends at {@code to}; negative if none does. */
    int startBefore(String text, int from, int to, AuthorizationContext context) {
      int position = to;
      for (int i = parts.length - 1; i >= 0; i--) {
        position = parts[i].startBefore(text, from, position, context);
        if (position < 0) {
          return position;
        }
      }
      return position;
    }

    /** Where the leftmost occurrence of the piece ends; negative if there is none. */
    int find(String text, int from, int to, AuthorizationContext context) {
      if (search != null) {
        return search.endOfFirst(text, from, to);
      }
      if (!constant) {
        Piece bound = bind(context);
        return bound == null ? -1 : bound.find(text, from, to, context);
      }
      for (int position = from; position <= to; position++) {
        int end = endFrom(text, position, to, context);
        if (end >= 0) {
          return end;
        }
      }
      return -1;
    }

    /** The values are looked up once, not at every place of the text. */
    private @Nullable Piece bind(AuthorizationContext context) {
      List<Template.Part> bound = Template.bind(parts, context);
      return bound == null ? null : new Piece(bound);
    }
  }
}
