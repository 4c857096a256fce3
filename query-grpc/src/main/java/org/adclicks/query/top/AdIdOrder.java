package org.adclicks.query.top;

import java.util.Comparator;

/**
 * Orders ad ids as their UTF-8 bytes compare, which is the order of their code points. Differs from
 * {@link String#compareTo} only where a character beyond U+FFFF meets one of U+E000..U+FFFF.
 */
final class AdIdOrder implements Comparator<String> {

  static final AdIdOrder INSTANCE = new AdIdOrder();

  private AdIdOrder() {}

  @Override
  public int compare(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // A surrogate is part of a code point above every single char.
        boolean beyondA = Character.isSurrogate(a);
        boolean beyondB = Character.isSurrogate(b);
        return beyondA == beyondB ? Character.compare(a, b) : Boolean.compare(beyondA, beyondB);
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
