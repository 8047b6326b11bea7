package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void writesTimes() {
    assertEquals("0:00", Texts.time(0.2));
    assertEquals("1:00", Texts.time(59.6));
    assertEquals("59:59", Texts.time(3599));
    assertEquals("1:00:00", Texts.time(3599.7));
    assertEquals("2:05:09", Texts.time(7509));
  }
}
