package org.adclicks.click;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.adclicks.v1.CellTotal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClickFieldTest {

  @Test
  void aNameIsOneFields() {
    for (ClickField field : ClickField.ALL) {
      assertThat(ClickField.named(field.fieldName())).isSameAs(field);
    }
    assertThat(ClickField.named("AD_ID")).isNull();
  }

  @Test
  void optionalFieldsComeLast() {
    assertThat(ClickField.inEveryRecord())
        .startsWith(
            ClickField.AD_ID,
            ClickField.CLICK_TIMESTAMP,
            ClickField.USER_ID,
            ClickField.IP,
            ClickField.COUNTRY)
        .doesNotContain(ClickField.CLICK_ID);
    assertThat(ClickField.ALL.stream().filter(ClickField::isRequired).toList())
        .isEqualTo(ClickField.inEveryRecord().subList(0, 4));
  }

  @Test
  void everyDimensionIsAFieldAndEveryFieldOfTheirKindADimension() {
    assertThat(Dimension.ALL.stream().map(Dimension::field).toList())
        .isEqualTo(
            ClickField.ALL.stream()
                .filter(field -> field.kind() == ClickField.Kind.DIMENSION)
                .toList());
    assertThatThrownBy(() -> Dimension.of(ClickField.IP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClickMessageHasEveryField() {
    for (ClickField field : ClickField.ALL) {
      String name =
          field.kind() == ClickField.Kind.TIME ? field.fieldName() + "_millis" : field.fieldName();
      assertThat(org.adclicks.v1.Click.getDescriptor().findFieldByName(name)).as(name).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Dimension.class)
  void aDimensionsValuesNameThemselvesAndStandInKeys(Dimension dimension) {
    assertThat(dimension.isKnown(dimension.unknown())).isTrue();
    assertThat(dimension.unknown()).doesNotContain("*").doesNotContain("/").isNotEmpty();
    for (String text : new String[] {"", "*", "/", "a/b", "no value of any dimension"}) {
      assertThat(dimension.named(text)).as(text).isNull();
      assertThat(dimension.countedAs(text)).isEqualTo(dimension.unknown());
    }
    assertThat(CellTotal.getDescriptor().findFieldByName(dimension.fieldName())).isNotNull();
    assertThat(dimension.field().isFilterable()).isTrue();
  }
}
