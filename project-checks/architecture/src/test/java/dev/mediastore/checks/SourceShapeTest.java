// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Classes that fit in a head, methods that fit on a screen, public types that say what they are.
 */
class SourceShapeTest {
  private static final int MAX_CLASS_LINES = 500;
  private static final int MAX_METHOD_LINES = 60;

  private static final List<String> LONG_CLASSES = new ArrayList<>();
  private static final List<String> LONG_METHODS = new ArrayList<>();
  private static final List<String> UNDOCUMENTED = new ArrayList<>();
  private static int classes;

  @BeforeAll
  static void read_every_published_source() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Shape(trees, unit).scan(new TreePath(unit), null);
      }
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Repository.root())) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.endsWith("module-info.java"))
                .forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  @Test
  void sources_were_found() {
    assertTrue(classes > 50, () -> "only " + classes + " classes read");
  }

  @Test
  void no_class_is_longer_than_its_bound() {
    assertEquals(List.of(), LONG_CLASSES);
  }

  @Test
  void no_method_is_longer_than_a_screen() {
    assertEquals(List.of(), LONG_METHODS);
  }

  @Test
  void every_public_type_says_what_it_is_and_since_when() {
    assertEquals(List.of(), UNDOCUMENTED);
  }

  /** Collects what the tests above assert, in one pass over a source file. */
  private static final class Shape extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    private Shape(DocTrees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.unit = unit;
      this.positions = trees.getSourcePositions();
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      classes++;
      String name = unit.getPackageName() + "." + type.getSimpleName();
      if (lines(type) > MAX_CLASS_LINES) {
        LONG_CLASSES.add(name + ": " + lines(type));
      }
      boolean published = !name.matches(".*\\.(examples|benchmarks|internal)\\..*");
      if (published && isTopLevel() && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        checkDocumentation(name);
      }
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (lines(method) > MAX_METHOD_LINES) {
        LONG_METHODS.add(unit.getSourceFile().getName() + " " + method.getName());
      }
      return super.visitMethod(method, null);
    }

    private boolean isTopLevel() {
      return getCurrentPath().getParentPath().getLeaf() == unit;
    }

    private void checkDocumentation(String name) {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      boolean dated =
          comment != null
              && comment.getBlockTags().stream().anyMatch(t -> t.getKind() == DocTree.Kind.SINCE);
      if (comment == null || comment.getFirstSentence().isEmpty() || !dated) {
        UNDOCUMENTED.add(name);
      }
    }

    private long lines(Tree tree) {
      return line(positions.getEndPosition(unit, tree))
          - line(positions.getStartPosition(unit, tree))
          + 1;
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
