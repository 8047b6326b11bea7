package dev.lanewise.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
  private static final int SIDE = 28;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB})
  void givesDigitsBackAsTheyWere(int type) throws IOException {
    LabelledImages digits = DataSet.mnist().test();
    float[] expected = new float[SIDE * SIDE];
    digits.read(7, expected, 0);
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    for (int i = 0; i < expected.length; i++) {
      int value = Math.round(expected[i] * 255);
      for (int band = 0; band < image.getRaster().getNumBands(); band++) {
        image.getRaster().setSample(i % SIDE, i / SIDE, band, value);
      }
    }
    float[] actual = new float[SIDE * SIDE];
    assertFalse(Pictures.read(write(image, "png"), 1, SIDE, SIDE, true, actual, 0));
    assertArrayEquals(expected, actual);
  }

  /** A dark bar on grey paper in a corner: as high as MNIST's digits, and in the middle. */
  @Test
  void bringsInkOnPaperIntoTheFormOfDigits() throws IOException {
    BufferedImage image = filled(300, 200, new Color(200, 200, 200));
    paint(image, new Color(170, 170, 170), 0, 100, 300, 100);
    paint(image, new Color(60, 60, 60), 20, 30, 24, 60);
    float[] digit = new float[SIDE * SIDE];
    assertTrue(Pictures.read(write(image, "png"), 1, SIDE, SIDE, true, digit, 0));
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean inside = y >= 4 && y < 24 && x >= 10 && x < 18;
        boolean edge = inside && (y == 4 || y == 23 || x == 10 || x == 17);
        assertEquals(inside ? 1 : 0, digit[y * SIDE + x], edge ? 0.5 : 1e-5, y + ", " + x);
      }
    }
  }

  @Test
  void leavesInkOnPaperToNetworksThatKnowIt() throws IOException {
    float[] sheet = new float[SIDE * SIDE];
    Path file = write(filled(50, 50, Color.WHITE), "png");
    assertFalse(Pictures.read(file, 1, SIDE, SIDE, false, sheet, 0));
    assertEquals(1, sheet[0], 1e-6);
  }

  @Test
  void leavesAnEmptySheetEmpty() throws IOException {
    float[] digit = new float[SIDE * SIDE];
    assertTrue(
        Pictures.read(write(filled(50, 50, Color.WHITE), "png"), 1, SIDE, SIDE, true, digit, 0));
    for (float value : digit) {
      assertEquals(0, value, 1e-5);
    }
  }

  @Test
  void keepsProportionsAndFillsWithTheBorder() throws IOException {
    BufferedImage image = filled(40, 20, Color.BLUE);
    paint(image, Color.RED, 15, 7, 10, 6);
    float[] rgb = new float[1 + 3 * 256];
    assertFalse(Pictures.read(write(image, "png"), 3, 16, 16, true, rgb, 1));
    int middle = 8 * 16 + 8;
    assertEquals(0, rgb[1], 1e-5, "no red above the picture");
    assertEquals(1, rgb[1 + 512], 1e-5, "blue above the picture");
    assertEquals(1, rgb[1 + middle], 0.2, "red in the middle");
    assertEquals(0, rgb[1 + 512 + middle], 0.2, "no blue in the middle");
  }

  @Test
  void averagesInsteadOfAliasing() throws IOException {
    BufferedImage image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 300 * 300; i++) {
      image.setRGB(i % 300, i / 300, (i % 300 + i / 300) % 2 == 0 ? 0xffffff : 0);
    }
    float[] rgb = new float[3 * 10 * 10];
    Pictures.read(write(image, "png"), 3, 10, 10, true, rgb, 0);
    for (float value : rgb) {
      assertEquals(0.5, value, 0.03);
    }
  }

  @Test
  void enlargesByInterpolation() throws IOException {
    BufferedImage image = filled(2, 2, Color.BLACK);
    paint(image, Color.WHITE, 1, 0, 1, 2);
    float[] rgb = new float[3 * 8 * 8];
    Pictures.read(write(image, "png"), 3, 8, 8, true, rgb, 0);
    for (int x = 1; x < 8; x++) {
      assertTrue(rgb[x] >= rgb[x - 1], Arrays.toString(Arrays.copyOf(rgb, 8)));
    }
    assertEquals(0.125, rgb[2], 1e-6);
    assertEquals(0.375, rgb[3], 1e-6);
  }

  @Test
  void takesTransparencyAsWhite() throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    paint(image, Color.BLACK, 10, 10, 8, 8);
    float[] digit = new float[SIDE * SIDE];
    assertTrue(Pictures.read(write(image, "png"), 1, SIDE, SIDE, true, digit, 0));
    assertEquals(0, digit[0], 1e-5);
    assertEquals(1, digit[14 * SIDE + 14], 1e-5);
  }

  /** Where the top left corner of what the sensor saw is shown, by EXIF's eight orientations. */
  @ParameterizedTest
  @CsvSource({"1,0,0", "2,1,0", "3,1,1", "4,0,1", "5,0,0", "6,1,0", "7,1,1", "8,0,1"})
  void turnsPhotographsUpright(int orientation, int right, int bottom) throws IOException {
    BufferedImage image = filled(64, 64, Color.BLACK);
    paint(image, Color.WHITE, 0, 0, 24, 24);
    paint(image, Color.RED, 32, 0, 32, 24);
    Path file = folder.resolve("photo.jpg");
    Files.write(file, withOrientation(orientation, Files.readAllBytes(write(image, "jpg"))));
    float[] rgb = new float[3 * 8 * 8];
    Pictures.read(file, 3, 8, 8, true, rgb, 0);
    int corner = 8 * 7 * bottom + 7 * right;
    assertTrue(rgb[64 + corner] > 0.7, "white in the corner");
    boolean columnsAreRows = orientation >= 5;
    int along = columnsAreRows ? 8 * (7 - 7 * bottom) + 7 * right : 8 * 7 * bottom + 7 - 7 * right;
    assertTrue(rgb[along] > 0.7 && rgb[64 + along] < 0.3, "red at the end of the first row");
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    Path text = folder.resolve("digit.png");
    Files.writeString(text, "hello");
    assertRefused(
        text,
        text + ": expected an image (PNG, JPEG, GIF, BMP, TIFF), actual 5 bytes of something else");
    Path none = folder.resolve("none.png");
    assertRefused(none, none + ": expected an image, actual no such file");
    assertRefused(folder, folder + ": expected an image, actual no regular file");
    Path whole = write(filled(50, 50, Color.WHITE), "png");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(whole, whole + ": expected a whole image, actual one that cannot be decoded (");
  }

  @Test
  void refusesOddChannels() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Pictures.read(folder.resolve("x.png"), 2, 4, 4, true, new float[32], 0));
  }

  private static void assertRefused(Path file, String start) {
    float[] digit = new float[SIDE * SIDE];
    String message =
        assertThrows(
                BadDataException.class, () -> Pictures.read(file, 1, SIDE, SIDE, true, digit, 0))
            .getMessage();
    assertTrue(message.startsWith(start), message);
    assertEquals(1, message.lines().count());
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertTrue(ImageIO.write(image, format, file.toFile()));
    return file;
  }

  private static BufferedImage filled(int width, int height, Color colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    paint(image, colour, 0, 0, width, height);
    return image;
  }

  private static void paint(
      BufferedImage image, Color colour, int x, int y, int width, int height) {
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(x, y, width, height);
    graphics.dispose();
  }

  /** Puts an EXIF segment with nothing but an orientation behind the start of a JPEG. */
  private static byte[] withOrientation(int orientation, byte[] jpeg) {
    ByteBuffer segment = ByteBuffer.allocate(36);
    segment.putShort((short) 0xffe1).putShort((short) 34);
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    segment.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 1);
    segment.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    segment.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, 2);
    bytes.writeBytes(segment.array());
    bytes.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }
}
