package dev.lanewise.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {
  private static final int RED = 0xff0000;
  private static final int GREY = 0x808080;

  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    write("train/zebra/1.png", 10, 6, GREY);
    write("train/ant/b.jpg", 4, 4, RED);
    write("train/ant/a.PNG", 8, 8, RED);
    write("test/zebra/1.jpeg", 3, 3, GREY);
    write("test/ant/1.png", 20, 20, RED);
    Files.writeString(folder.resolve("train/ant/notes.txt"), "not an image");
    Files.writeString(folder.resolve("train/ant/.hidden.png"), "not an image either");
    Files.createDirectories(folder.resolve("train/.cache"));
  }

  @Test
  void readsAFolderPerClass() throws IOException {
    List<String> heard = new ArrayList<>();
    DataSet data = DataSet.read(folder, 8, (done, all) -> heard.add(done + "/" + all));
    assertEquals(List.of("ant", "zebra"), data.train().classNames());
    assertEquals(List.of(3, 2), List.of(data.train().size(), data.test().size()));
    assertEquals(
        List.of(0, 0, 1, 0, 1),
        List.of(
            data.train().label(0),
            data.train().label(1),
            data.train().label(2),
            data.test().label(0),
            data.test().label(1)));
    assertEquals(List.of("1/5", "2/5", "3/5", "4/5", "5/5"), heard);
    float[] image = new float[3 * 8 * 8];
    data.train().read(0, image, 0);
    assertEquals(1, image[0]);
    assertEquals(0, image[64]);
    data.train().read(2, image, 0);
    assertEquals(128 / 255f, image[100]);
    assertEquals(DataSet.DEFAULT_SIDE, DataSet.read(folder).train().width());
  }

  @Test
  void refusesFoldersThatAreNotClasses() throws IOException {
    Files.delete(folder.resolve("test/zebra/1.jpeg"));
    assertRefused(folder.resolve("test/zebra") + ": expected images (*.png, *.jpg), actual none");
    Files.delete(folder.resolve("test/zebra"));
    assertRefused(folder.resolve("test/zebra") + ": expected a folder, actual no such folder");
    write("test/yak/1.png", 3, 3, GREY);
    assertRefused(
        folder.resolve("test/yak")
            + ": expected a class that train has too, actual one it has not");
  }

  @Test
  void refusesBrokenImages() throws IOException {
    Path image = folder.resolve("train/ant/c.png");
    Files.writeString(image, "no image");
    assertRefused(
        image
            + ": expected an image (PNG, JPEG, GIF, BMP, TIFF), actual 8 bytes of something else");
  }

  @Test
  void refusesFoldersWithoutClasses() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty/train")).getParent();
    assertEquals(
        empty.resolve("train") + ": expected 1 to 256 folders, one per class, actual 0",
        assertThrows(BadDataException.class, () -> DataSet.read(empty)).getMessage());
  }

  private void assertRefused(String message) {
    assertEquals(
        message,
        assertThrows(BadDataException.class, () -> DataSet.read(folder, 8, (_, _) -> {}))
            .getMessage());
  }

  private void write(String name, int width, int height, int rgb) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    ImageIO.write(
        image, name.endsWith("png") || name.endsWith("PNG") ? "png" : "jpeg", file.toFile());
  }
}
