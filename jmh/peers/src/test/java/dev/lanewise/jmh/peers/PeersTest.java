package dev.lanewise.jmh.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.impl.Prepared;
import dev.lanewise.jmh.suite.Measured;
import dev.lanewise.jmh.suite.Suite;
import dev.lanewise.jmh.work.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PeersTest {
  @Test
  void allPeersAreThere() {
    assertEquals(
        List.of(
            "openblas", "mkl", "onednn", "onednn-blocked", "pytorch", "onnxruntime", "vectorblas"),
        Implementations.peers().stream().map(Implementation::name).toList());
  }

  /** Each peer does all it says it does, and agrees with the reference; on the smaller shapes. */
  @TestFactory
  Stream<DynamicTest> everyPeerAgreesWithTheReference() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<? extends Measured> benchmark : Suite.benchmarks()) {
      Suite.cases(benchmark).stream()
          .map(Measured::work)
          .sorted(Comparator.comparingLong(Work::flops))
          .limit(3)
          .forEach(work -> tests.addAll(tests(work)));
    }
    assertTrue(tests.size() > 200);
    return tests.stream();
  }

  private static List<DynamicTest> tests(Work work) {
    return Implementations.peers().stream()
        .filter(peer -> peer.does(work, 1))
        .map(
            peer ->
                DynamicTest.dynamicTest(
                    peer.name() + " " + work.op() + " " + work.direction() + " " + work.shape(),
                    () -> Prepared.call(work, peer, 1).run()))
        .toList();
  }
}
