package org.adclicks.click;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  private static final Scope GERMANY = Scope.ALL.with(Dimension.COUNTRY, "DE");

  @Test
  void isAllAdsOrThoseOfAValue() {
    assertThat(Scope.ALL.isAll()).isTrue();
    assertThat(Scope.ALL).hasToString("*").isSameAs(Scope.ofKey("*"));
    assertThat(Scope.ALL.value(Dimension.COUNTRY)).isNull();
    assertThat(GERMANY.isAll()).isFalse();
    assertThat(GERMANY).hasToString("DE").isSameAs(Scope.ofKey("DE"));
    assertThat(GERMANY.requireValue(Dimension.COUNTRY)).isEqualTo("DE");
    assertThat(GERMANY.dimensions()).containsExactly(Dimension.COUNTRY);
    assertThatThrownBy(() -> Scope.ALL.requireValue(Dimension.COUNTRY))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClickHasAValueInEveryDimension() {
    Scope known = Scope.narrowest("DE");
    assertThat(known.isNarrowest()).isTrue();
    assertThat(known.requireValue(Dimension.COUNTRY)).isEqualTo("DE");
    assertThat(known).isSameAs(Scope.narrowest("DE"));
    for (Dimension dimension : Dimension.ALL) {
      assertThat(Scope.narrowest().value(dimension)).isEqualTo(dimension.unknown());
    }
    assertThat(Scope.ofClickKey(known.key())).isSameAs(known);
  }

  @Test
  void aClickOfFewerDimensionsHasTheOthersUnknown() {
    assertThat(Scope.ofClickKey("DE")).isSameAs(Scope.narrowest("DE"));
  }

  @Test
  void aClickCountsInItsOwnScopeAndInAllWiderOnes() {
    Scope scope = Scope.narrowest("DE");
    List<Scope> all = new ArrayList<>(scope.wider());
    all.add(0, scope);
    assertThat(all).hasSize(1 << Dimension.ALL.size()).doesNotHaveDuplicates();
    assertThat(all).contains(GERMANY).endsWith(Scope.ALL);
    assertThat(all).allMatch(each -> each.contains(scope));
    assertThat(Scope.ALL.wider()).isEmpty();
    assertThat(GERMANY.contains(Scope.narrowest("FR"))).isFalse();
    assertThat(scope.contains(Scope.ALL)).isFalse();
  }

  @Test
  void aKeySaysEveryScope() {
    for (Scope scope : Scope.narrowest("US").wider()) {
      assertThat(Scope.ofKey(scope.key())).isSameAs(scope);
    }
  }

  @Test
  void aValueOnceKnownStaysReadable() {
    assertThat(Scope.ofKey("AN").value(Dimension.COUNTRY)).isEqualTo("AN");
    assertThat(Scope.ofKey("AN")).isEqualTo(Scope.ofKey("AN"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "US/", "*/*/*/*/*/*/*/*/*"})
  void noOtherTextIsAKey(String key) {
    assertThatThrownBy(() -> Scope.ofKey(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "de", "DEU", "Germany", "*", "QQ", "US/x"})
  void nobodyAsksForAValueThatIsNone(String country) {
    assertThatThrownBy(() -> Scope.ALL.with(Dimension.COUNTRY, country))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
