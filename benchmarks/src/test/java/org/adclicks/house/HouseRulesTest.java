package org.adclicks.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the code and which of them may know which. Arrows run down this list only, so there
 * are no loops of packages; ARCHITECTURE.md has the same map with a sentence a room.
 */
class HouseRulesTest {

  private static final String ROOT = "org.adclicks.";
  private static final int MOST_CLASSES = 25;

  /** From the roof to the ground: a room, and the rooms it may use. */
  private static final String ROOMS =
      """
      benchmarks -> benchmarks.archive benchmarks.corrections benchmarks.counting benchmarks.faults benchmarks.harness benchmarks.memory benchmarks.micro benchmarks.people benchmarks.system benchmarks.ways
      benchmarks.system -> benchmarks.counting benchmarks.harness benchmarks.report localstack localstack.demo localstack.process localstack.server pipeline.command proto.store
      benchmarks.counting -> benchmarks.archive benchmarks.harness benchmarks.report click click.line localstack.process localstack.server pipeline.archive pipeline.command pipeline.engine pipeline.generate pipeline.options pipeline.source transforms.cells transforms.dedup transforms.minutes transforms.pack transforms.parse transforms.rank
      benchmarks.archive -> benchmarks.harness benchmarks.report click click.line localstack.process localstack.server pipeline.archive pipeline.generate pipeline.options pipeline.rollup pipeline.sink proto.store transforms.cells transforms.dedup transforms.index transforms.pack transforms.parse
      benchmarks.faults -> benchmarks.harm benchmarks.harness benchmarks.kept benchmarks.report click click.line localstack localstack.demo localstack.oracle localstack.process localstack.server pipeline.command proto.store
      benchmarks.corrections -> benchmarks.harm benchmarks.harness benchmarks.kept benchmarks.past benchmarks.report localstack localstack.demo localstack.oracle pipeline.sink proto.store
      benchmarks.ways -> benchmarks.harm benchmarks.harness benchmarks.kept benchmarks.past benchmarks.report localstack localstack.demo localstack.oracle localstack.process
      benchmarks.people -> benchmarks.harm benchmarks.harness benchmarks.kept benchmarks.past benchmarks.report localstack localstack.demo localstack.oracle pipeline.command proto.store
      benchmarks.past -> benchmarks.harm benchmarks.harness localstack localstack.demo localstack.oracle pipeline.command
      benchmarks.harm -> benchmarks.harness localstack localstack.process pipeline.engine
      benchmarks.kept -> benchmarks.harness localstack localstack.secure localstack.server pipeline.sink proto.store
      benchmarks.memory -> benchmarks.harness benchmarks.report click proto.store transforms.cells transforms.dedup transforms.pack transforms.rank
      benchmarks.micro -> benchmarks.harness benchmarks.report
      benchmarks.harness -> benchmarks.report
      benchmarks.report ->
      localstack.command -> access click localstack localstack.demo localstack.process localstack.secure localstack.server localstack.setup localstack.watch
      localstack.demo -> click localstack localstack.oracle localstack.process localstack.secure localstack.server proto.client proto.store
      localstack.watch -> localstack proto.client
      localstack -> access localstack.process localstack.secure localstack.server localstack.setup
      localstack.setup -> access localstack.process localstack.secure localstack.server proto.store
      localstack.server -> access localstack.process localstack.secure proto.store
      localstack.secure -> localstack.process
      localstack.process ->
      localstack.oracle ->
      query -> access query.command query.keys query.service
      query.command -> access click proto.client query.keys query.question query.service query.store
      query.service -> click proto.store query.keys query.question query.store query.top
      query.store -> access click proto.store query.question query.top
      query.top -> click proto.store query.question
      query.question -> click proto.store
      query.keys ->
      pipeline -> pipeline.archive pipeline.command pipeline.engine pipeline.generate pipeline.graph pipeline.load pipeline.metrics pipeline.options pipeline.publish pipeline.restate pipeline.store proto.store
      pipeline.graph -> click click.line pipeline.archive pipeline.boards pipeline.logfile pipeline.metrics pipeline.open pipeline.options pipeline.publish pipeline.queue pipeline.rollup pipeline.sink pipeline.source pipeline.spans proto.store transforms.arrivals transforms.cells transforms.dedup transforms.index transforms.minutes transforms.open transforms.pack transforms.parse transforms.rank
      pipeline.engine -> pipeline.options
      pipeline.restate -> click pipeline.archive pipeline.boards pipeline.options pipeline.rollup pipeline.sink pipeline.store proto.store transforms.cells transforms.dedup transforms.index transforms.minutes transforms.pack transforms.rank
      pipeline.generate -> click pipeline.command
      pipeline.load -> access click click.line pipeline.command pipeline.logfile pipeline.merge proto.client proto.store
      pipeline.command -> access click pipeline.source
      pipeline.merge -> click click.line pipeline.logfile
      pipeline.queue -> access click pipeline.boards pipeline.kafka pipeline.metrics pipeline.options pipeline.publish pipeline.sink pipeline.spans pipeline.store proto.store transforms.arrivals transforms.cells transforms.index transforms.minutes transforms.open transforms.rank transforms.state
      pipeline.open -> pipeline.options pipeline.sink pipeline.store proto.store transforms.arrivals transforms.open transforms.state
      pipeline.boards -> click pipeline.options pipeline.publish pipeline.sink pipeline.store proto.store transforms.rank
      pipeline.rollup -> click pipeline.options pipeline.sink pipeline.store proto.store transforms.cells transforms.index transforms.minutes transforms.pack transforms.state
      pipeline.spans -> pipeline.sink proto.store transforms.coding transforms.minutes transforms.rank
      pipeline.sink -> click pipeline.metrics pipeline.options pipeline.store proto.store transforms.cells transforms.index transforms.minutes transforms.rank
      pipeline.store -> access pipeline.metrics pipeline.options
      pipeline.publish -> access click click.line proto.store transforms.cells transforms.rank
      pipeline.options -> access click proto.store transforms.index transforms.rank
      pipeline.source -> click click.line pipeline.kafka pipeline.metrics transforms.parse
      pipeline.kafka -> access pipeline.metrics
      pipeline.metrics -> click click.line transforms.minutes
      pipeline.logfile -> click click.line transforms.parse
      pipeline.archive -> click proto.store transforms.coding transforms.pack transforms.parse
      transforms.open -> click proto.store transforms.arrivals transforms.cells transforms.coding transforms.minutes transforms.pack transforms.state
      transforms.rank -> click proto.store transforms.cells transforms.coding transforms.minutes transforms.pack transforms.state
      transforms.cells -> click proto.store transforms.arrivals transforms.coding transforms.minutes transforms.pack transforms.state
      transforms.index -> proto.store transforms.coding transforms.pack transforms.state
      transforms.dedup -> click proto.store transforms.arrivals transforms.coding transforms.minutes transforms.pack transforms.state
      transforms.parse -> click click.line proto.store transforms.arrivals transforms.coding transforms.minutes transforms.state
      transforms.arrivals -> click.line proto.store transforms.coding transforms.pack transforms.state
      transforms.minutes -> proto.store transforms.coding transforms.pack transforms.state
      transforms.pack -> click proto.store transforms.coding
      transforms.coding -> click click.line
      transforms.state ->
      logging ->
      click.line -> click
      access ->
      click -> proto.store
      proto.client ->
      proto.store ->
      """;

  private static JavaClasses classes;
  private static Map<String, Set<String>> rooms;

  @BeforeAll
  static void look() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(HouseRulesTest::isOfTheHouse)
            .importPackages("org.adclicks");
    rooms = new LinkedHashMap<>();
    for (String line : ROOMS.strip().split("\n", -1)) {
      String[] sides = line.split("->", -1);
      rooms.put(sides[0].strip(), Set.of(sides[1].strip().split(" +", -1)));
    }
  }

  /**
   * Not what protoc made, and not JMH's classes, which live beside what they measure as tests do.
   */
  private static boolean isOfTheHouse(Location location) {
    boolean generated =
        location.contains("/org/adclicks/v1/")
            || location.contains("jmh_generated")
            || location.contains("package-info");
    boolean beside =
        location.contains("/benchmarks/target/") && !location.contains("/org/adclicks/benchmarks/");
    return !generated && !beside;
  }

  @Test
  void arrowsRunDownOnly() {
    List<String> order = List.copyOf(rooms.keySet());
    rooms.forEach(
        (room, used) ->
            used.stream()
                .filter(name -> !name.isEmpty())
                .forEach(
                    name ->
                        assertThat(order.indexOf(name))
                            .as("%s uses %s, which must stand below it", room, name)
                            .isGreaterThan(order.indexOf(room))));
  }

  @Test
  void roomsKnowOnlyWhatTheyMay() {
    Set<String> forbidden = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (JavaClass javaClass : classes) {
      String room = room(javaClass);
      seen.add(room);
      assertThat(rooms).as("a room for %s", javaClass.getName()).containsKey(room);
      for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String used = room(target);
        if (isOurs(target)
            && !used.equals(room)
            && !rooms.getOrDefault(room, Set.of()).contains(used)) {
          forbidden.add(room + " -> " + used + ": " + top(javaClass) + " uses " + top(target));
        }
      }
    }
    assertThat(forbidden).isEmpty();
    assertThat(seen).as("rooms with classes").isEqualTo(new TreeSet<>(rooms.keySet()));
  }

  @Test
  void noRoomIsTooLarge() {
    Map<String, Set<String>> sizes = new TreeMap<>();
    for (JavaClass javaClass : classes) {
      sizes.computeIfAbsent(room(javaClass), any -> new TreeSet<>()).add(top(javaClass));
    }
    sizes.forEach(
        (room, inIt) -> assertThat(inIt.size()).as(room).isLessThanOrEqualTo(MOST_CLASSES));
  }

  @Test
  void noTwoFilesNeedEachOther() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass javaClass : classes) {
      for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(target) && !top(target).equals(top(javaClass))) {
          uses.computeIfAbsent(top(javaClass), any -> new TreeSet<>()).add(top(target));
        }
      }
    }
    assertThat(loops(uses)).isEmpty();
  }

  @Test
  void findsTheLoopsThereWouldBe() {
    Map<String, Set<String>> uses =
        Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("b", "d"), "d", Set.of());
    assertThat(loops(uses)).containsExactly(Set.of("b", "c"));
  }

  @Test
  void clicksKnowNoBeamAndTransformsNoStore() {
    Set<String> found = new TreeSet<>();
    for (JavaClass javaClass : classes) {
      String room = room(javaClass);
      for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getName();
        if ((room.startsWith("click") && target.startsWith("org.apache."))
            || (room.startsWith("transforms")
                && (target.startsWith("org.apache.kafka.")
                    || target.startsWith("org.apache.parquet.")
                    || target.startsWith("org.apache.flink.")
                    || target.startsWith("com.datastax.")))
            || (room.startsWith("query") && target.startsWith("org.apache.beam."))) {
          found.add(top(javaClass) + " uses " + target);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** Classes that reach themselves, each loop once. */
  private static List<Set<String>> loops(Map<String, Set<String>> uses) {
    List<Set<String>> loops = new ArrayList<>();
    Set<String> told = new HashSet<>();
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(name -> reached.put(name, reach(name, uses)));
    for (String name : uses.keySet()) {
      Set<String> ofName = reached.getOrDefault(name, Set.of());
      if (ofName.contains(name) && told.add(name)) {
        Set<String> loop = new TreeSet<>(Set.of(name));
        for (String other : ofName) {
          if (reached.getOrDefault(other, Set.of()).contains(name)) {
            loop.add(other);
          }
        }
        told.addAll(loop);
        loops.add(loop);
      }
    }
    return loops;
  }

  private static Set<String> reach(String from, Map<String, Set<String>> uses) {
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(uses.getOrDefault(from, Set.of()));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (reached.add(name)) {
        next.addAll(uses.getOrDefault(name, Set.of()));
      }
    }
    return reached;
  }

  private static boolean isOurs(JavaClass javaClass) {
    return javaClass.getName().startsWith(ROOT) && !javaClass.getName().startsWith(ROOT + "v1.");
  }

  private static String room(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
  }

  /** The class a file is named after. */
  private static String top(JavaClass javaClass) {
    String name = javaClass.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
