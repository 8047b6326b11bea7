package dev.lanewise.layers.optim;

import dev.lanewise.layers.Parameter;
import java.util.List;

/** The optimisers by name. */
public enum UpdateRule {
  /** {@link Sgd} with momentum, or plain where that is 0. */
  SGD(true, 0.01f) {
    @Override
    public Optimizer over(List<Parameter> parameters, float momentum, float weightDecay) {
      return new Sgd(parameters, momentum, false, weightDecay);
    }
  },
  /** {@link Sgd} with Nesterov's momentum. */
  NESTEROV(true, 0.01f) {
    @Override
    public Optimizer over(List<Parameter> parameters, float momentum, float weightDecay) {
      return new Sgd(parameters, momentum, true, weightDecay);
    }
  },
  /** {@link AdaGrad}. */
  ADAGRAD(false, 0.01f) {
    @Override
    public Optimizer over(List<Parameter> parameters, float momentum, float weightDecay) {
      return new AdaGrad(parameters, weightDecay);
    }
  },
  /** {@link RmsProp}. */
  RMSPROP(false, 0.001f) {
    @Override
    public Optimizer over(List<Parameter> parameters, float momentum, float weightDecay) {
      return new RmsProp(parameters, weightDecay);
    }
  },
  /** {@link Adam}. */
  ADAM(false, 0.001f) {
    @Override
    public Optimizer over(List<Parameter> parameters, float momentum, float weightDecay) {
      return new Adam(parameters, false, weightDecay);
    }
  },
  /** {@link Adam} with decoupled weight decay. */
  ADAMW(false, 0.001f) {
    @Override
    public Optimizer over(List<Parameter> parameters, float momentum, float weightDecay) {
      return new Adam(parameters, true, weightDecay);
    }
  };

  private final boolean hasMomentum;
  private final float learningRate;

  UpdateRule(boolean hasMomentum, float learningRate) {
    this.hasMomentum = hasMomentum;
    this.learningRate = learningRate;
  }

  /** Whether {@link #over} looks at its momentum. */
  public boolean hasMomentum() {
    return hasMomentum;
  }

  /** A learning rate to begin with where nothing is known of the net. */
  public float learningRate() {
    return learningRate;
  }

  /**
   * An optimiser that has made no step yet.
   *
   * @param momentum of the rules that have one
   * @param weightDecay 0 for none
   * @throws IllegalArgumentException if one of them makes no sense
   */
  public abstract Optimizer over(List<Parameter> parameters, float momentum, float weightDecay);
}
