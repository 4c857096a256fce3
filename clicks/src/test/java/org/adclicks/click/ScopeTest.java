package org.adclicks.click;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  @Test
  void isAllAdsOrACountry() {
    assertThat(Scope.ALL.isAll()).isTrue();
    assertThat(Scope.ALL).hasToString("*");
    assertThat(Scope.ofCountry("DE").isAll()).isFalse();
    assertThat(Scope.ofCountry(Countries.UNKNOWN).key()).isEqualTo("ZZ");
    assertThat(new Scope(Scope.ALL_KEY)).isEqualTo(Scope.ALL);
    assertThat(Scope.keyOf(null)).isEqualTo(Scope.ALL.key());
    assertThat(Scope.keyOf("DE")).isEqualTo(Scope.ofCountry("DE").key());
  }

  @Test
  void aClickCountsInItsCountryAndInAll() {
    assertThat(Scope.keysOf("DE")).containsExactly("DE", "*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "de", "DEU", "Germany", "**", "QQ"})
  void isNothingElse(String key) {
    assertThatThrownBy(() -> new Scope(key)).isInstanceOf(IllegalArgumentException.class);
  }
}
