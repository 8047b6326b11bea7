package dev.lanewise.jmh.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.jmh.suite.ConvBenchmarks;
import dev.lanewise.jmh.suite.Suite;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConvWorkTest {
  @Test
  void aShapeIsReadAsItWasWritten() {
    Suite.benchmarks(ConvBenchmarks.class).stream()
        .flatMap(benchmark -> Suite.cases(benchmark).stream())
        .map(measured -> measured.work())
        .forEach(
            work ->
                assertEquals(
                    Optional.of(work),
                    ConvWork.parse(work.direction(), work.shape()),
                    work::shape));
  }

  @Test
  void whatIsNoConvolutionIsNotRead() {
    assertEquals(Optional.empty(), ConvWork.parse("forward", "1x64x112x112 3x3 s2 p1"));
    assertEquals(Optional.empty(), ConvWork.parse("sideways", "1x64x56x56 64x3x3 p1"));
  }
}
