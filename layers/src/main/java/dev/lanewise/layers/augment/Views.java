package dev.lanewise.layers.augment;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Scale;
import dev.lanewise.layers.Network;

/** Test-time augmentation: the views of an image whose scores are averaged. */
public enum Views {
  /** The image as it is. */
  ONE {
    @Override
    public Tensor scores(Tape tape, Network network, Tensor images) {
      return network.scores(tape, images);
    }
  },
  /** The image and its mirror image, left to right. */
  FLIP {
    @Override
    public Tensor scores(Tape tape, Network network, Tensor images) {
      Tensor plain = network.scores(tape, images);
      Tensor mirrored = network.scores(tape, mirrored(tape, images));
      return Scale.apply(tape, Add.apply(tape, plain, mirrored), 0.5f);
    }
  };

  /**
   * The mean over the views of the scores.
   *
   * @param images [n, channels, height, width], normalised
   * @return [n, classes]
   */
  public abstract Tensor scores(Tape tape, Network network, Tensor images);

  private static Tensor mirrored(Tape tape, Tensor images) {
    Tensor mirrored = tape.like(images);
    int width = images.dim(-1);
    tape.compute(() -> mirror(width, images.data(), mirrored.data()));
    return mirrored;
  }

  private static void mirror(int width, float[] from, float[] to) {
    for (int row = 0; row < from.length; row += width) {
      for (int i = 0; i < width; i++) {
        to[row + i] = from[row + width - 1 - i];
      }
    }
  }
}
