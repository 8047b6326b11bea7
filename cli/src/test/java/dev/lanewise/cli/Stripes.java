package dev.lanewise.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/** An IDX folder of three classes that a tiny net can tell apart: stripes across, down, neither. */
final class Stripes {
  static final int SIDE = 8;
  static final int TRAINING_IMAGES = 96;
  static final String NET = "conv3-4 relu pool fc-3 softmax";

  private Stripes() {}

  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    writePart(folder, "train", TRAINING_IMAGES, 1);
    writePart(folder, "t10k", 30, 2);
    return folder;
  }

  /** An image of class {@code label} as a PNG, white on black. */
  static Path writePicture(Path file, int label) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = pixels(label, new SplittableRandom(3));
    image.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static void writePart(Path folder, String part, int count, long seed) throws IOException {
    RandomGenerator random = new SplittableRandom(seed);
    ByteBuffer images = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      labels.put((byte) (i % 3));
      images.put(pixels(i % 3, random));
    }
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }

  private static byte[] pixels(int label, RandomGenerator random) {
    int line = 2 + random.nextInt(SIDE - 4);
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      boolean lit = label == 0 ? i / SIDE == line : label == 1 && i % SIDE == line;
      pixels[i] = (byte) (random.nextInt(30) + (lit ? 200 : 0));
    }
    return pixels;
  }
}
