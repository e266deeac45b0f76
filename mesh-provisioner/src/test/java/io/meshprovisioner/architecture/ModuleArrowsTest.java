package io.meshprovisioner.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md. */
class ModuleArrowsTest {
    private static final String AWS = "io.meshprovisioner.aws..";
    private static final String KUBERNETES = "io.meshprovisioner.kubernetes..";
    private static final String ISTIO = "io.meshprovisioner.istio..";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.meshprovisioner");

    @Test
    void allFourProductModulesAreSeen() {
        for (String room : new String[] {AWS, KUBERNETES, ISTIO, "io.meshprovisioner.engine.."}) {
            assertThat(PRODUCT.stream().filter(resideInAPackage(room)).count())
                    .as(room)
                    .isPositive();
        }
    }

    @Test
    void coreKnowsNoBackendAndNoClientLibrary() {
        noClasses()
                .that()
                .resideInAPackage("io.meshprovisioner..")
                .and()
                .resideOutsideOfPackages(AWS, KUBERNETES, ISTIO)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        AWS,
                        KUBERNETES,
                        ISTIO,
                        "software.amazon..",
                        "io.kubernetes..",
                        "okhttp3..",
                        "com.marcnuri..",
                        "com.sun.jna..")
                .check(PRODUCT);
    }

    @Test
    void backendsKnowOnlyCore() {
        backend(AWS, KUBERNETES, ISTIO, "io.kubernetes..", "com.marcnuri..");
        backend(KUBERNETES, AWS, ISTIO, "software.amazon..");
        backend(ISTIO, AWS, KUBERNETES, "software.amazon..", "io.kubernetes..", "com.marcnuri..");
    }

    private static void backend(String room, String... forbidden) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(PRODUCT);
    }

    @Test
    void librariesInsideCoreDoNotShow() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(resideInAnyPackage("io.meshprovisioner..")
                        .and(resideOutside(AWS))
                        .and(resideOutside(KUBERNETES))
                        .and(resideOutside(ISTIO)))
                .should()
                .haveRawReturnType(resideInAnyPackage("com.fasterxml..", "io.github.resilience4j.."))
                .check(PRODUCT);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> resideOutside(String room) {
        return com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(room);
    }

    @Test
    void nobodyEndsOrListensToTheHostsProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.meshprovisioner.kubernetes.helm..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(PRODUCT);
    }
}
