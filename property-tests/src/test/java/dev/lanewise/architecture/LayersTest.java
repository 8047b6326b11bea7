package dev.lanewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.lanewise.kernels.simd.Lanes;

/** Who may know whom. */
@AnalyzeClasses(packages = "dev.lanewise", importOptions = DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule kernelsKnowNobody =
      classes()
          .that()
          .resideInAPackage("dev.lanewise.kernels..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.lanewise.kernels..", "java..", "com.sun.management..", "jdk.incubator.vector..");

  @ArchTest
  static final ArchRule autogradSeesKernels =
      classes()
          .that()
          .resideInAPackage("dev.lanewise.autograd..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.lanewise.autograd..", "dev.lanewise.kernels..", "java..");

  @ArchTest
  static final ArchRule layersSeeAutogradAndKernels =
      noClasses()
          .that()
          .resideInAPackage("dev.lanewise.layers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.lanewise.vision..", "dev.lanewise.cli..");

  @ArchTest
  static final ArchRule visionSeesKernels =
      noClasses()
          .that()
          .resideInAPackage("dev.lanewise.vision..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lanewise.autograd..", "dev.lanewise.layers..", "dev.lanewise.cli..");

  @ArchTest
  static final ArchRule vectorsStayInSimdFiles =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(\\w*Simd|MicroKernel\\w*)(\\$.*)?")
          .and()
          .resideOutsideOfPackages("dev.lanewise.kernels.simd", "dev.lanewise.kernels.math")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  /** A second one in the same JVM may keep vectors of the first in boxes: see CopiesSimd. */
  @ArchTest
  static final ArchRule onlyLanesChoosesASpecies =
      noClasses()
          .that()
          .resideInAPackage("dev.lanewise.kernels..")
          .and()
          .doNotBelongToAnyOf(Lanes.class)
          .should()
          .accessFieldWhere(
              DescribedPredicate.describe(
                  "it is a species",
                  access -> access.getTarget().getName().startsWith("SPECIES_")));
}
