package dev.lanewise.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.conv.Conv2dPlan;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.gemm.Bias;
import dev.lanewise.kernels.gemm.Gemm;
import dev.lanewise.kernels.gemm.PackedB;
import dev.lanewise.kernels.norm.BatchNormShape;
import dev.lanewise.kernels.norm.LayerNormShape;
import dev.lanewise.kernels.pool.Pool2dShape;
import java.io.IOException;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** Each null for itself; some, such as a bias, mean that there is none. */
  @Test
  void nullsAreTakenOrRefusedByName() throws ReflectiveOperationException {
    List<Executable> calls = new ArrayList<>();
    FACADES.forEach(facade -> calls.addAll(List.of(facade.reflect().getMethods())));
    calls.removeIf(call -> call.getDeclaringClass() == Object.class);
    calls.addAll(List.of(Conv2dPlan.class.getConstructors()));
    calls.addAll(List.of(PackedB.class.getConstructors()));
    for (Executable call : calls) {
      Class<?>[] types = call.getParameterTypes();
      for (int i = 0; i < types.length; i++) {
        if (!types[i].isPrimitive()) {
          Object[] arguments = Stream.of(types).map(type -> argument(call, type)).toArray();
          assertEquals("", invoke(call, arguments), call::toString);
          arguments[i] = null;
          String said = invoke(call, arguments);
          assertTrue(
              said.isEmpty() || said.matches("\\w+: expected .+, actual null"),
              () -> call + " without its argument: " + said);
        }
      }
    }
  }

  /** What it refused, and how. */
  private static String invoke(Executable call, Object[] arguments)
      throws ReflectiveOperationException {
    try {
      switch (call) {
        case Method method -> method.invoke(null, arguments);
        case Constructor<?> constructor -> constructor.newInstance(arguments);
      }
      return "";
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof IllegalArgumentException
          ? e.getCause().getMessage()
          : e.getCause().toString();
    }
  }

  /** Sizes, offsets and leading dimensions of 1, and what fits them. */
  private static Object argument(Executable call, Class<?> type) {
    if (type == int.class) {
      return 1;
    } else if (type == float.class) {
      return call.getDeclaringClass() == Gemm.class ? 0f : 0.5f; // Gemm's is a switch
    } else if (type == boolean.class) {
      return false;
    } else if (type == float[].class) {
      return new float[8];
    } else if (type == int[].class) {
      return new int[8];
    } else if (type == Bias.class) {
      return Bias.ROW;
    } else if (type == PackedB.class) {
      return new PackedB(false, 1, 1, new float[1], 0, 1);
    } else if (type == Conv2dShape.class) {
      return Conv2dShape.of(1, 1, 2, 2, 1, 1, 1);
    } else if (type == Pool2dShape.class) {
      return Pool2dShape.of(1, 1, 2, 2, 2, 2);
    } else if (type == BatchNormShape.class) {
      return new BatchNormShape(1, 1, 1, 1, false);
    } else if (type == LayerNormShape.class) {
      return new LayerNormShape(1, 1, 1);
    }
    throw new IllegalArgumentException(type + ": expected to be known here");
  }

  private static Path kernelsPath() {
    return Path.of(
        URI.create(Backend.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
