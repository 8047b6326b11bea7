package dev.lanewise.jmh.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.NetWork;
import dev.lanewise.jmh.work.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrossCheckTest {
  static List<Work> longWork() {
    List<Work> work = new ArrayList<>();
    work.add(new GemmWork(true, true, 500, 700, 501));
    for (ConvWork.Direction way : ConvWork.Direction.values()) {
      work.add(new ConvWork(way, 5, 64, 32, 64, 3, 1, 1, 1, 1));
    }
    work.add(new NetWork(NetWork.Net.CIFAR, 7, false));
    return work;
  }

  /** What samples() claims: pieces of the work are pieces of its result. */
  @ParameterizedTest
  @MethodSource("longWork")
  void samplesOfLongWorkAreRight(Work work) {
    assertTrue(work.samples(Data.of(work)).size() > 1);
    CrossCheck.of(work).run(new Lanewise(), 1);
  }

  @Test
  void aWrongKernelIsRefusedWithCoordinateAndBothValues() {
    Work work = new GemmWork(false, false, 5, 7, 3);
    Implementation.Call call = new Reference().prepare(work, Data.of(work), 1);
    call.run();
    float right = call.outputs()[0][2 * 7 + 4];
    float wrong = Math.nextUp(right);
    call.outputs()[0][2 * 7 + 4] = wrong;
    CrossCheck check = CrossCheck.of(work);
    String message =
        assertThrows(
                CrossCheck.WrongResult.class, () -> check.require(new Lanewise(), call.outputs()))
            .getMessage();
    assertEquals(
        "lanewise: c[2, 4]: reference %s (%08x), actual %s (%08x)"
            .formatted(
                right, Float.floatToRawIntBits(right), wrong, Float.floatToRawIntBits(wrong)),
        message);
  }
}
