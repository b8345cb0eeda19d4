package org.cotgateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the table of packages in gateway-core's README. */
@AnalyzeClasses(packages = "org.cotgateway", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.cotgateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesImportWhatTheTableAllows = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy("org.cotgateway")
            .layer("cli")
            .definedBy("org.cotgateway.cli..")
            .layer("daemon")
            .definedBy("org.cotgateway.daemon..")
            .layer("config")
            .definedBy("org.cotgateway.config..")
            .layer("api")
            .definedBy("org.cotgateway.api..")
            .layer("push")
            .definedBy("org.cotgateway.push..")
            .layer("http")
            .definedBy("org.cotgateway.http..")
            .layer("device")
            .definedBy("org.cotgateway.device..")
            .layer("channel")
            .definedBy("org.cotgateway.channel..")
            .layer("datapackage")
            .definedBy("org.cotgateway.datapackage..")
            .layer("hub")
            .definedBy("org.cotgateway.hub..")
            .layer("feed")
            .definedBy("org.cotgateway.feed..")
            .layer("route")
            .definedBy("org.cotgateway.route..")
            .layer("codec")
            .definedBy("org.cotgateway.codec..")
            .layer("event")
            .definedBy("org.cotgateway.event..")
            .layer("json")
            .definedBy("org.cotgateway.json..")
            .layer("recording")
            .definedBy("org.cotgateway.recording..")
            .layer("tls")
            .definedBy("org.cotgateway.tls..")
            .layer("transport")
            .definedBy("org.cotgateway.transport..")
            .layer("metrics")
            .definedBy("org.cotgateway.metrics..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("daemon")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("cli", "daemon")
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("cli", "daemon", "config")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("config", "root")
            .whereLayer("device")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("recording")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("json")
            .mayOnlyBeAccessedByLayers("cli", "config", "root", "api", "feed")
            .whereLayer("push")
            .mayOnlyBeAccessedByLayers("cli", "config", "root", "api")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("cli", "daemon", "config", "root", "api")
            .whereLayer("feed")
            .mayOnlyBeAccessedByLayers("cli", "daemon", "config", "root", "api")
            .whereLayer("hub")
            .mayOnlyBeAccessedByLayers("cli", "daemon", "config", "root", "api")
            .whereLayer("channel")
            .mayOnlyBeAccessedByLayers("cli", "daemon", "config", "root", "push", "hub", "api")
            .whereLayer("route")
            .mayOnlyBeAccessedByLayers("cli", "daemon", "config", "root", "hub", "api")
            .whereLayer("datapackage")
            .mayOnlyBeAccessedByLayers("cli", "config", "root", "push", "http", "api")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("cli", "daemon", "config", "root", "channel", "hub")
            .whereLayer("codec")
            .mayOnlyBeAccessedByLayers(
                    "cli",
                    "config",
                    "root",
                    "push",
                    "device",
                    "channel",
                    "datapackage",
                    "hub",
                    "recording",
                    "json",
                    "api")
            .whereLayer("transport")
            .mayOnlyBeAccessedByLayers(
                    "cli", "config", "root", "push", "http", "device", "channel", "hub", "feed", "api", "recording")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers(
                    "cli", "config", "root", "push", "http", "channel", "datapackage", "hub", "api", "feed");

    @ArchTest
    static final ArchRule theDomainKnowsOnlyTheJdk = noClasses()
            .that()
            .resideInAPackage("org.cotgateway.event..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.cotgateway.event..", "org.jspecify..");

    @ArchTest
    static final ArchRule routingKnowsOnlyTheDomain = noClasses()
            .that()
            .resideInAPackage("org.cotgateway.route..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.cotgateway.event..", "org.cotgateway.route..", "org.jspecify..");

    @ArchTest
    static final ArchRule packagesOnDiskKnowNoSockets = noClasses()
            .that()
            .resideInAPackage("org.cotgateway.datapackage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.channel..");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage("org.cotgateway.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule jacksonStaysWhereTheTableNamesIt = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.cotgateway",
                    "org.cotgateway.api..",
                    "org.cotgateway.datapackage..",
                    "org.cotgateway.http..",
                    "org.cotgateway.config..",
                    "org.cotgateway.recording..",
                    "org.cotgateway.json..",
                    "org.cotgateway.feed..",
                    "org.cotgateway.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule yamlStaysInTheConfiguration = noClasses()
            .that()
            .resideOutsideOfPackage("org.cotgateway.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.yaml..", "com.fasterxml.jackson.dataformat..");

    @ArchTest
    static final ArchRule aaltoStaysWhereTheTableNamesIt = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.cotgateway.codec..", "org.cotgateway.datapackage..", "org.cotgateway.device..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.aalto..", "javax.xml..", "org.codehaus.stax2..");

    @ArchTest
    static final ArchRule micrometerStaysWhereTheTableNamesIt = noClasses()
            .that()
            .resideOutsideOfPackages("org.cotgateway", "org.cotgateway.datapackage..", "org.cotgateway.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule caffeineStaysWhereTheTableNamesIt = noClasses()
            .that()
            .resideOutsideOfPackage("org.cotgateway.datapackage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.benmanes.caffeine..");
}
