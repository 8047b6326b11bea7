package dev.lanewise.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import dev.lanewise.autograd.op.Dropout;
import java.io.IOException;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Differentiable operations only wire kernels, and the gradients of all of them are proven. */
class OperationsTest {
  private static final List<JavaClass> OPERATIONS =
      new ClassFileImporter()
              .withImportOption(new DoNotIncludeTests())
              .importPackages("dev.lanewise.autograd.op")
              .stream()
              .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
              .toList();

  @Test
  void noneComputesAnything() throws IOException {
    for (JavaClass operation : OPERATIONS) {
      if (!operation.isEquivalentTo(Dropout.class)) { // whose mask is drawn one by one
        assertEquals(
            List.of(),
            Bytecode.methodsWith(
                operation,
                i ->
                    i instanceof ArrayStoreInstruction store && store.typeKind() == TypeKind.FLOAT),
            () -> "methods of " + operation.getName() + " that store floats themselves");
      }
    }
  }

  @Test
  void eachHasAPropertyOfItsName() {
    Set<String> properties =
        new ClassFileImporter()
                .withImportOption(new OnlyIncludeTests())
                .importPackages("dev.lanewise.autograd")
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Property.class))
                .map(JavaMethod::getName)
                .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (JavaClass operation : OPERATIONS) {
      String name = operation.getSimpleName();
      String property = Character.toLowerCase(name.charAt(0)) + name.substring(1);
      if (!properties.contains(property)) {
        missing.add(property);
      }
    }
    assertTrue(OPERATIONS.size() >= 26, () -> "operations found: " + OPERATIONS);
    assertEquals(Set.of(), missing, "gradient properties missing");
  }
}
