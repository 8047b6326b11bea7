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

  @Test
  void writesDurations() {
    assertEquals("0.41 ms", Texts.duration(0.000412));
    assertEquals("12.3 ms", Texts.duration(0.01234));
    assertEquals("999 ms", Texts.duration(0.9994));
    assertEquals("1.00 s", Texts.duration(0.9996));
    assertEquals("59.9 s", Texts.duration(59.94));
    assertEquals("1:00", Texts.duration(59.95));
    assertEquals("2:05:09", Texts.duration(7509));
  }

  @Test
  void abbreviatesLargeNumbers() {
    assertEquals("0", Texts.brief(0));
    assertEquals("999", Texts.brief(999));
    assertEquals("1.00 k", Texts.brief(1000));
    assertEquals("21.8 k", Texts.brief(21_840));
    assertEquals("100 k", Texts.brief(99_960));
    assertEquals("1.00 M", Texts.brief(999_600));
    assertEquals("12.3 G", Texts.brief(12.3e9));
  }
}
