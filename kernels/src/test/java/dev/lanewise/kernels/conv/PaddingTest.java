package dev.lanewise.kernels.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingTest {
  @ParameterizedTest
  @CsvSource({
    "ZERO, abc, 3, ...abc...",
    "REFLECT, abc, 2, cbabcba",
    "SYMMETRIC, abc, 3, cbaabccba",
    "REPLICATE, abc, 4, aaaaabccccc",
    "REFLECT, a, 0, a",
    "SYMMETRIC, a, 1, aaa",
    "REPLICATE, a, 2, aaaaa"
  })
  void paddedRow(Padding padding, String row, int pad, String expected) {
    StringBuilder padded = new StringBuilder();
    for (int i = -pad; i < row.length() + pad; i++) {
      int from = padding.source(i, row.length());
      padded.append(from < 0 ? '.' : row.charAt(from));
    }
    assertEquals(expected, padded.toString());
  }
}
