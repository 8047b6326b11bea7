package dev.lanewise.autograd;

/** Writes the gradient by one input, given the gradient by the result. */
@FunctionalInterface
public interface Derivative {
  /**
   * @param dy the gradient by the result; read only
   * @param dx every float of it is to be overwritten with the gradient by the input
   */
  void write(float[] dy, float[] dx);

  /** Writes the gradients by two inputs at once, for kernels that make both in one pass. */
  @FunctionalInterface
  interface OfTwo {
    /**
     * @param dy the gradient by the result; read only
     * @param da every float of it is to be overwritten with the gradient by the first input
     * @param db every float of it is to be overwritten with the gradient by the second input
     */
    void write(float[] dy, float[] da, float[] db);
  }

  /** Writes the gradients by three inputs at once, for kernels that make all in one go. */
  @FunctionalInterface
  interface OfThree {
    /**
     * @param dy the gradient by the result; read only
     * @param da every float of it is to be overwritten with the gradient by the first input
     * @param db every float of it is to be overwritten with the gradient by the second input
     * @param dc every float of it is to be overwritten with the gradient by the third input
     */
    void write(float[] dy, float[] da, float[] db, float[] dc);
  }
}
