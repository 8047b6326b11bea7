package dev.lanewise.jmh.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private int probes;

  @Test
  void waitsWhileCoresAreSlowerThanTheyHaveBeen() {
    ArrayDeque<Long> nanos = new ArrayDeque<>(List.of(100L, 180L, 150L, 111L, 170L));
    Neighbours neighbours = new Neighbours(threads -> next(nanos), 60_000);
    neighbours.await(1);
    assertEquals(1, probes, "the first one is the fastest so far");
    neighbours.await(1);
    assertEquals(4, probes, "111 is near enough to 100");
  }

  @Test
  void doesNotWaitLongerThanItMay() {
    Neighbours neighbours = new Neighbours(threads -> probes++ == 0 ? 100 : 200, 20);
    neighbours.await(1);
    neighbours.await(1);
    int asked = probes;
    neighbours.await(1);
    assertEquals(asked, probes, "no time is left, so that nothing needs to be known");
  }

  private long next(ArrayDeque<Long> nanos) {
    probes++;
    return nanos.remove();
  }
}
