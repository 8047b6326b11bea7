package dev.lanewise.layers.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  @Test
  void constant() {
    assertEquals(0.5f, Schedule.CONSTANT.rate(0.5f, 0, 7, 10));
  }

  @Test
  void stepFallsAtAHalfAndAtThreeQuarters() {
    assertEquals(8f, Schedule.STEP.rate(8, 0, 49, 100));
    assertEquals(0.8f, Schedule.STEP.rate(8, 0, 50, 100));
    assertEquals(0.8f, Schedule.STEP.rate(8, 0, 74, 100));
    assertEquals(0.08f, Schedule.STEP.rate(8, 0, 75, 100));
  }

  @Test
  void cosine() {
    assertEquals(0.5f, Schedule.COSINE.rate(0.5f, 0, 0, 10));
    assertEquals(0.25f, Schedule.COSINE.rate(0.5f, 0, 5, 10));
    assertEquals(0.5f * 0.75f, Schedule.COSINE.rate(0.5f, 0, 10, 30)); // cos 60 degrees = 1/2
    assertEquals(0f, Schedule.COSINE.rate(0.5f, 0, 10, 10));
  }

  @Test
  void oneCycleIsALineUpAndALineDown() {
    float[] expected = {0.25f, 0.5f, 0.75f, 1f, 0.75f, 0.5f, 0.25f};
    for (int step = 0; step < 7; step++) {
      assertEquals(expected[step], Schedule.ONE_CYCLE.rate(1, 3 / 7f, step, 7));
    }
    assertEquals(0.3f, Schedule.ONE_CYCLE.warmup());
  }

  @ParameterizedTest
  @EnumSource
  void afterTheWarmUpTheScheduleBeginsAtItsPeak(Schedule schedule) {
    assertEquals(1 / 21f, schedule.rate(1, 0.2f, 0, 100));
    assertEquals(20 / 21f, schedule.rate(1, 0.2f, 19, 100));
    assertEquals(1f, schedule.rate(1, 0.2f, 20, 100));
    assertEquals(schedule.rate(1, 0, 40, 80), schedule.rate(1, 0.2f, 60, 100));
  }

  @ParameterizedTest
  @EnumSource
  void noStepOfTheRunIsWithoutARate(Schedule schedule) {
    for (int step = 0; step < 50; step++) {
      assertTrue(schedule.rate(1, 0.9f, step, 50) > 0);
    }
  }
}
