package org.adclicks.house;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.File;
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
import org.jspecify.annotations.Nullable;

/** The public types of the sources as the compiler parses them, and what their Javadoc says. */
final class PublicTypes {

  /**
   * One of them.
   *
   * @param file what it stands in
   * @param tree the type as parsed
   * @param doc its Javadoc as text, empty if it has none
   * @param source the whole file
   */
  record PublicType(Path file, ClassTree tree, String doc, String source) {

    String name() {
      return tree.getSimpleName().toString();
    }

    /** The type it extends, without its parameters; empty if there is none. */
    String superclass() {
      Tree extended = tree.getExtendsClause();
      return extended == null ? "" : extended.toString().replaceAll("<.*", "");
    }

    /** Whether its Javadoc has this part: {@code <p>Shape: ...}. */
    boolean has(String part) {
      return doc.contains(part + ":");
    }
  }

  private PublicTypes() {}

  /** Those at the top of a file under {@code src/main/java} of any module. */
  static List<PublicType> under(Path root) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<PublicType> types = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromFiles(sources(root)));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        String source = unit.getSourceFile().getCharContent(true).toString();
        for (Tree tree : unit.getTypeDecls()) {
          if (tree instanceof ClassTree type
              && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            @Nullable DocCommentTree doc = docs.getDocCommentTree(TreePath.getPath(unit, type));
            types.add(
                new PublicType(
                    Path.of(unit.getSourceFile().toUri()),
                    type,
                    doc == null ? "" : doc.toString(),
                    source));
          }
        }
      }
    }
    return types;
  }

  private static List<File> sources(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> path.toString().endsWith(".java"))
          .filter(path -> path.toString().contains("/src/main/java/"))
          .map(Path::toFile)
          .toList();
    }
  }
}
