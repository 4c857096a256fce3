package org.adclicks.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.adclicks.house.PublicTypes.PublicType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every public type says what it is, and those of its parts a reader cannot see in the signature: a
 * transform's shape and state, the unit of a number, what is thrown at whoever calls it.
 */
class JavadocRulesTest {

  private static final Path ROOT = Path.of("..");

  /** Names of numbers that say what is counted or measured. */
  private static final Pattern NAMES_ITS_UNIT =
      Pattern.compile(
          ".*(millis|seconds|nanos|bytes|clicks|ads|lines|rows|cells|files|port|partitions|duplicates"
              + "|late|rejected|length|offset|partition|rank|buckets|lists|minutes|shards)",
          Pattern.CASE_INSENSITIVE);

  /** Says that the code is wrong, or the machine, and not the caller. */
  private static final Set<String> NOT_THE_CALLERS =
      Set.of("IllegalStateException", "AssertionError", "UncheckedIOException");

  private static final Pattern DECISION = Pattern.compile("docs/decisions/([0-9]{4})");

  private static Set<PublicType> types;

  @BeforeAll
  static void read() throws IOException {
    types = Set.copyOf(PublicTypes.under(ROOT));
    assertThat(types).hasSizeGreaterThan(200);
  }

  @Test
  void everyPublicTypeSaysWhatItIs() {
    assertThat(lacking(type -> type.doc().isBlank())).isEmpty();
  }

  @Test
  void everyTransformSaysItsShape() {
    assertThat(lacking(type -> isTransform(type) && !type.has("Shape"))).isEmpty();
  }

  @Test
  void everyTransformOfAStatefulFunctionSaysItsState() {
    assertThat(lacking(type -> isTransform(type) && keepsState(type) && !type.has("State")))
        .isEmpty();
  }

  @Test
  void everyNumberOfARecordSaysItsUnit() {
    Set<String> unsaid = new TreeSet<>();
    for (PublicType type : types) {
      if (type.tree().getKind() == Tree.Kind.RECORD) {
        for (Tree member : type.tree().getMembers()) {
          if (member instanceof VariableTree field && isUnsaid(type, field)) {
            unsaid.add(type.name() + "." + field.getName());
          }
        }
      }
    }
    assertThat(unsaid).isEmpty();
  }

  @Test
  void whatIsThrownAtCallersIsSaid() {
    Set<String> unsaid = new TreeSet<>();
    for (PublicType type : types) {
      for (Tree member : type.tree().getMembers()) {
        if (member instanceof MethodTree method && isForCallers(type.tree(), method)) {
          thrownBy(method).stream()
              .filter(thrown -> !type.has("Errors") && !saysThrown(type, thrown))
              .forEach(thrown -> unsaid.add(type.name() + "." + method.getName() + ": " + thrown));
        }
      }
    }
    assertThat(unsaid).isEmpty();
  }

  @Test
  void everyDecisionThatIsNamedIsThere() throws IOException {
    Set<String> there;
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/decisions"))) {
      there =
          files
              .map(file -> file.getFileName().toString().substring(0, 4))
              .collect(Collectors.toSet());
    }
    Set<String> missing = new TreeSet<>();
    for (PublicType type : types) {
      Matcher named = DECISION.matcher(type.source());
      while (named.find()) {
        if (!there.contains(named.group(1))) {
          missing.add(type.name() + ": " + named.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static Set<String> lacking(Predicate<PublicType> lacks) {
    return types.stream()
        .filter(lacks)
        .map(PublicType::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isTransform(PublicType type) {
    return type.superclass().equals("PTransform");
  }

  /** Whether a function it makes, of its own package, has state. */
  private static boolean keepsState(PublicType type) {
    Set<String> made = new TreeSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitNewClass(NewClassTree creation, @Nullable Void nothing) {
        made.add(creation.getIdentifier().toString().replaceAll("<.*", ""));
        return super.visitNewClass(creation, null);
      }
    }.scan(type.tree(), null);
    return made.stream().anyMatch(name -> hasState(type.file().resolveSibling(name + ".java")));
  }

  private static boolean hasState(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).contains("@StateId(");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUnsaid(PublicType type, VariableTree field) {
    boolean isNumber =
        Set.of("int", "long", "double", "float").contains(String.valueOf(field.getType()));
    String name = field.getName().toString();
    return isNumber
        && !field.getModifiers().getFlags().contains(Modifier.STATIC)
        && !NAMES_ITS_UNIT.matcher(name).matches()
        && !type.doc().contains("@param " + name + " ")
        && !type.doc().contains("{@code " + name + "}");
  }

  /** Public, and not what an interface has promised already. A record's checks are its own. */
  private static boolean isForCallers(ClassTree type, MethodTree method) {
    boolean overrides =
        method.getModifiers().getAnnotations().stream()
            .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
    boolean isPublic =
        method.getModifiers().getFlags().contains(Modifier.PUBLIC)
            || type.getKind() == Tree.Kind.INTERFACE;
    return isPublic && !overrides;
  }

  private static Set<String> thrownBy(MethodTree method) {
    Set<String> thrown = new TreeSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitThrow(ThrowTree statement, @Nullable Void nothing) {
        if (statement.getExpression() instanceof NewClassTree made
            && !NOT_THE_CALLERS.contains(made.getIdentifier().toString())) {
          thrown.add(made.getIdentifier().toString());
        }
        return super.visitThrow(statement, null);
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          LambdaExpressionTree lambda, @Nullable Void nothing) {
        return null;
      }
    }.scan(method.getBody(), null);
    return thrown;
  }

  private static boolean saysThrown(PublicType type, String thrown) {
    return type.source().contains("@throws " + thrown)
        || type.source().contains("{@link " + thrown + "}");
  }
}
