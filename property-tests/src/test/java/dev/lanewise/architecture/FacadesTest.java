package dev.lanewise.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lanewise.kernels.Backend;
import java.io.IOException;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A kernel is a facade that checks and dispatches, a reference that defines, a SIMD version. */
class FacadesTest {
  private static final List<JavaClass> KERNELS =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("dev.lanewise.kernels")
              .stream()
              .toList();

  private static final List<JavaClass> FACADES =
      KERNELS.stream().filter(FacadesTest::isFacade).toList();

  /** Public, and the package has a reference for it. */
  private static boolean isFacade(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && KERNELS.stream().anyMatch(k -> k.getName().equals(type.getName() + "Reference"));
  }

  @Test
  void everyReferenceHasItsFacadeAndItsSimd() {
    List<String> names = KERNELS.stream().map(JavaClass::getName).toList();
    for (String name : names) {
      if (name.endsWith("Reference")) {
        String stem = name.substring(0, name.length() - "Reference".length());
        assertTrue(names.contains(stem), () -> name + " has no facade " + stem);
        assertTrue(names.contains(stem + "Simd"), () -> name + " has no " + stem + "Simd");
      }
    }
    assertFalse(FACADES.isEmpty(), "no facades found");
  }

  /** So that the same bits everywhere are shown of all of them. */
  @Test
  void theWorkloadRunsEveryKernel() {
    Set<String> run =
        new ClassFileImporter()
                .importPackages("dev.lanewise.kernels")
                .get("dev.lanewise.kernels.Workload")
                .getMethodCallsFromSelf()
                .stream()
                .map(call -> call.getTargetOwner().getSimpleName() + "." + call.getName())
                .collect(Collectors.toSet());
    Set<String> missing =
        FACADES.stream()
            .flatMap(facade -> facade.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
            .filter(name -> !run.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing, "kernels that the workload does not run");
  }

  @Test
  void onlyFacadesAreExported() {
    Set<String> exported =
        ModuleFinder.of(kernelsPath()).findAll().iterator().next().descriptor().exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    assertTrue(exported.contains("dev.lanewise.kernels.vector"), exported::toString);
    for (JavaClass type : KERNELS) {
      if (exported.contains(type.getPackageName())
          && type.getSimpleName().matches("\\w*(Simd|Reference)|MicroKernel\\w*")) {
        assertFalse(
            type.getModifiers().contains(JavaModifier.PUBLIC), () -> type + " is public to all");
      }
    }
  }

  @Test
  void facadesTouchNoFloat() throws IOException {
    for (JavaClass facade : FACADES) {
      assertEquals(
          List.of(),
          Bytecode.methodsWith(
              facade,
              i ->
                  i instanceof ArrayLoadInstruction load && load.typeKind() == TypeKind.FLOAT
                      || i instanceof ArrayStoreInstruction store
                          && store.typeKind() == TypeKind.FLOAT),
          () -> "methods of the facade " + facade.getName() + " that load or store floats");
    }
  }

  private static Path kernelsPath() {
    return Path.of(
        URI.create(Backend.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
