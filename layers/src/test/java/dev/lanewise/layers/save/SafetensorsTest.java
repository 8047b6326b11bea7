package dev.lanewise.layers.save;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;

  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("a.safetensors");
    new Safetensors(
            Map.of("k", "v"), List.of(new NamedTensor("w", new int[] {1, 2}, new float[] {1, -2})))
        .write(file);
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    String padded = header + " ".repeat(Math.ceilDiv(header.length(), 8) * 8 - header.length());
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.UTF_8));
    assertEquals(0, expected.position() % 8);
    expected.putFloat(1).putFloat(-2);
    assertArrayEquals(expected.array(), Files.readAllBytes(file));
  }

  @Test
  void everyBitComesBack() throws IOException {
    float[] bits = {
      0f,
      -0f,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      Float.NEGATIVE_INFINITY,
      Float.intBitsToFloat(0x7fc12345),
      0.1f
    };
    float[] large = new float[100_003]; // several buffers
    for (int i = 0; i < large.length; i++) {
      large[i] = i;
    }
    Map<String, String> metadata = Map.of("text", "\"quoted\"\n\u00e4\u4e2d");
    List<NamedTensor> tensors =
        List.of(
            new NamedTensor("z", new int[] {7}, bits),
            new NamedTensor("empty", new int[] {3, 0}, new float[0]),
            new NamedTensor("scalar", new int[0], new float[] {4}),
            new NamedTensor("a", new int[] {100_003, 1}, large));
    Path file = folder.resolve("a.safetensors");
    new Safetensors(metadata, tensors).write(file);

    Safetensors read = Safetensors.read(file);
    assertEquals(metadata, read.metadata());
    assertEquals(4, read.tensors().size());
    for (int i = 0; i < 4; i++) {
      assertEquals(tensors.get(i).name(), read.tensors().get(i).name());
      assertArrayEquals(tensors.get(i).shape(), read.tensors().get(i).shape());
      assertEquals(
          ByteBuffer.wrap(bytes(tensors.get(i).data())),
          ByteBuffer.wrap(bytes(read.tensors().get(i).data())));
    }
  }

  /** Another tool may sort its header by name and leave the metadata out. */
  @Test
  void orderOfTheHeaderIsFree() throws IOException {
    Path file =
        write(
            "{\"b\":{\"shape\":[1],\"data_offsets\":[4,8],\"dtype\":\"F32\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            8);
    Safetensors read = Safetensors.read(file);
    assertEquals(List.of("a", "b"), read.tensors().stream().map(NamedTensor::name).toList());
    assertTrue(read.metadata().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}  | 4 | expected tensor 'a' with dtype F32, found "F16"
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}  | 4 | expected tensor 'a' of shape [2] to fill 8 bytes, found data_offsets [0,4]
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}  | 4 | expected tensor 'a' of shape [1] to fill 4 bytes, found data_offsets [4,0]
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  | 0 | expected 4 bytes of data after the header, found 0 (the file is cut off)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  | 9 | expected 4 bytes of data after the header, found 9
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 4 | expected tensor 'b' to begin at byte 4 of the data, found byte 0 (overlap)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}  | 8 | expected tensor 'a' to begin at byte 0 of the data, found byte 4 (gap)
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}} | 4 | expected tensor 'a' with a shape and two data_offsets
          {"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}| 4 | expected tensor 'a' with a shape and two data_offsets
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}    | 4 | expected tensor 'a' with a shape and two data_offsets
          {"a":{"dtype":"F32","shape":[1]}}                       | 4 | expected tensor 'a' with a shape and two data_offsets
          {"a":7}                                                 | 4 | expected tensor 'a' with dtype F32
          {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,17179869184]}} | 4 | expected tensor 'a' of at most 2147483647 floats, found [65536,65536]
          {"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8589934588]}}   | 4 | expected 8589934588 bytes of data after the header, found 4 (the file is cut off)
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 4 | expected a safetensors file with a JSON header, found broken JSON at line 1, column 58
          {"__metadata__":{"k":1}}                                | 0 | expected __metadata__ 'k' to be a string, found 1
          [1, 2]                                                  | 0 | expected a header that is a JSON object, found ARRAY
          {"a"                                                    | 0 | expected a safetensors file with a JSON header, found broken JSON at line 1, column 5
          """)
  void damagedHeadersAreRefused(String header, int dataBytes, String problem) throws IOException {
    Path file = write(header, dataBytes);
    assertRefused(file, problem);
  }

  @Test
  void filesThatAreNoneAreRefused() throws IOException {
    Path file = folder.resolve("a.safetensors");
    assertRefused(file, "expected a safetensors file, found no such file");
    assertRefused(folder, "expected a safetensors file, found a folder or device");
    Files.write(file, new byte[5]);
    assertRefused(file, "expected a safetensors file of at least 8 bytes, found 5 bytes");
    Files.writeString(file, "PK\3\4 some zip file, whose length would be huge");
    assertRefused(file, "expected a safetensors file with a header of 2 to 38 bytes, found");
    byte[] negative = new byte[100];
    Arrays.fill(negative, (byte) 0xff);
    Files.write(file, negative);
    assertRefused(file, "found a header length of 18446744073709551615");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path file = folder.resolve("whole.safetensors");
    new Safetensors(Map.of(), List.of(new NamedTensor("w", new int[] {3}, new float[3])))
        .write(file);
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThrows(BadFileException.class, () -> Safetensors.read(cut));
    }
  }

  @Test
  void headersBeyondTheLimitsOfJsonAreRefused() throws IOException {
    for (String header :
        List.of(
            "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}",
            "{\"a\":" + "1".repeat(1001) + "}",
            "{\"" + "a".repeat(50_001) + "\":1}")) {
      assertRefused(
          write(header, 0),
          "expected a safetensors file with a JSON header, found JSON that is nested too deep, or"
              + " with too long a name or number");
    }
  }

  @Test
  void messagesStayOnOneLine() throws IOException {
    Path file = write("{\"a\\nb\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4);
    assertFalse(
        assertThrows(BadFileException.class, () -> Safetensors.read(file))
            .getMessage()
            .contains("\n"));
  }

  private void assertRefused(Path file, String problem) {
    BadFileException e = assertThrows(BadFileException.class, () -> Safetensors.read(file));
    assertTrue(e.getMessage().startsWith(file + ": expected "), e::getMessage);
    assertTrue(e.getMessage().contains(problem), e::getMessage);
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("a.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
    return file;
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4);
    for (float value : values) {
      bytes.putInt(Float.floatToRawIntBits(value));
    }
    return bytes.array();
  }
}
