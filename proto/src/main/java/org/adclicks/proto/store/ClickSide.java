package org.adclicks.proto.store;

/** What the click index finds clicks by; a click is on both sides. */
public enum ClickSide {
  USER("user"),
  IP("ip");

  private final String cqlName;

  ClickSide(String cqlName) {
    this.cqlName = cqlName;
  }

  /** As the store names it. */
  public String cqlName() {
    return cqlName;
  }
}
