package org.adclicks.localstack.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.junit.jupiter.api.Test;

/** The oracle shares no code with what it judges, so that it has to be told of each dimension. */
class ScopesTest {

  @Test
  void hasEveryDimensionInOrder() {
    assertThat(Scopes.DIMENSIONS)
        .isEqualTo(Dimension.ALL.stream().map(Dimension::fieldName).toList());
  }

  @Test
  void writesScopesAsTheStoreDoes() {
    Scope click = Scope.narrowest("DE");
    assertThat(Scopes.narrowed(click.key()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of(click), click.wider().stream())
                .filter(scope -> !scope.isAll())
                .map(Scope::key)
                .toList());
    assertThat(Scopes.valuesOf(Scopes.ALL)).isEmpty();
    assertThat(Scopes.valuesOf("DE")).containsExactly(Map.entry("country", "DE"));
  }
}
