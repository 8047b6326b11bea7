package dev.lanewise.jmh.peers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module with one function and no parameters, for operators of PyTorch that Deep Java
 * Library has no method for. The file format is PyTorch's: an archive of source code and pickled
 * objects, here an empty module and no constants.
 */
final class TorchScript {
  /** Protocol 2: an object of class M whose only attribute is {@code training}, False. */
  private static final String MODULE =
      "\u0080\u0002c__torch__\nM\nq\0)\u0081}X\b\0\0\0trainingq\u0001\u0089sb.";

  /** Protocol 2: an empty tuple. */
  private static final String CONSTANTS = "\u0080\u0002).";

  private TorchScript() {}

  /**
   * @param parameters such as {@code dy: Tensor, y: Tensor}
   * @param result such as {@code Tensor}
   * @param body lines of a function body
   */
  static InputStream module(String parameters, String result, String... body) {
    String code =
        """
        class M(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.M, %s) -> %s:
            %s
        """
            .formatted(parameters, result, String.join("\n    ", body));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "m/data.pkl", MODULE);
      store(zip, "m/code/__torch__.py", code);
      store(zip, "m/constants.pkl", CONSTANTS);
      store(zip, "m/version", "3\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static void store(ZipOutputStream zip, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED); // PyTorch maps entries as they are
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
