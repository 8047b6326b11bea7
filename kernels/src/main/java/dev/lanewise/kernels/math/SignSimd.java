package dev.lanewise.kernels.math;

import jdk.incubator.vector.FloatVector;

/** {@link Math#copySign(float, float)} for a magnitude that is not of the opposite sign. */
final class SignSimd {
  private static final int SIGN = 0x80000000;

  private SignSimd() {}

  static FloatVector copy(FloatVector magnitude, FloatVector sign) {
    return sign.reinterpretAsInts()
        .and(SIGN)
        .or(magnitude.reinterpretAsInts())
        .reinterpretAsFloats();
  }
}
