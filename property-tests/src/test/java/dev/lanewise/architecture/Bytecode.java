package dev.lanewise.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.util.List;
import java.util.function.Predicate;

/** What ArchUnit does not see: the instructions of a class. */
final class Bytecode {
  private Bytecode() {}

  /** Names of the methods in which such an instruction occurs. */
  static List<String> methodsWith(JavaClass type, Predicate<CodeElement> instruction)
      throws IOException {
    try (InputStream in =
        Bytecode.class.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return ClassFile.of().parse(in.readAllBytes()).methods().stream()
          .filter(m -> m.code().stream().flatMap(c -> c.elementStream()).anyMatch(instruction))
          .map(MethodModel::methodName)
          .map(Object::toString)
          .toList();
    }
  }
}
