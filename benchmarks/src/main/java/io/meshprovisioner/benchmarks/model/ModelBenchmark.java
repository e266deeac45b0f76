package io.meshprovisioner.benchmarks.model;

import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.Gateway;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.fabric8.istio.api.security.v1.AuthorizationPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.meshprovisioner.istio.Manifests;
import io.meshprovisioner.istio.model.Resource;
import io.meshprovisioner.istio.validation.IstioValidator;
import io.meshprovisioner.istio.validation.finding.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Four objects (a VirtualService, a DestinationRule, a Gateway, an AuthorizationPolicy) built and written, and read from
 * YAML and JSON: ours with validation for the newest release, and theirs, which has none. The time is that of all four;
 * read the median, which other work on the machine moves least.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ModelBenchmark {
    private static final IstioValidator VALIDATOR = IstioValidator.forRelease("1.30.3");
    private static final KubernetesSerialization THEIRS = new KubernetesSerialization();

    private final List<String> yaml =
            OurObjects.build().stream().map(Resource::toYaml).toList();
    private final List<String> json =
            OurObjects.build().stream().map(Resource::toJson).toList();

    @Benchmark
    public List<String> buildValidateAndWriteYamlOurs() {
        List<String> texts = new ArrayList<>();
        for (Resource<?> resource : OurObjects.build()) {
            check(VALIDATOR.validate(resource.document()));
            texts.add(resource.toYaml());
        }
        return texts;
    }

    @Benchmark
    public List<String> buildAndWriteYamlTheirs() {
        List<String> texts = new ArrayList<>();
        for (HasMetadata resource : TheirObjects.build()) {
            texts.add(THEIRS.asYaml(resource));
        }
        return texts;
    }

    @Benchmark
    public List<String> buildValidateAndWriteJsonOurs() {
        List<String> texts = new ArrayList<>();
        for (Resource<?> resource : OurObjects.build()) {
            check(VALIDATOR.validate(resource.document()));
            texts.add(resource.toJson());
        }
        return texts;
    }

    @Benchmark
    public List<String> buildAndWriteJsonTheirs() {
        List<String> texts = new ArrayList<>();
        for (HasMetadata resource : TheirObjects.build()) {
            texts.add(THEIRS.asJson(resource));
        }
        return texts;
    }

    @Benchmark
    public List<Object> readYamlAndValidateOurs() {
        return ours(yaml);
    }

    @Benchmark
    public List<Object> readYamlTheirs() {
        return theirs(yaml);
    }

    @Benchmark
    public List<Object> readJsonAndValidateOurs() {
        return ours(json);
    }

    @Benchmark
    public List<Object> readJsonTheirs() {
        return theirs(json);
    }

    /** Validation of four finished objects by itself. */
    List<Findings> validate(List<Resource<?>> resources) {
        List<Findings> findings = new ArrayList<>();
        for (Resource<?> resource : resources) {
            findings.add(VALIDATOR.validate(resource.document()));
        }
        return findings;
    }

    /** Writing of four finished objects by itself. */
    List<String> write(List<Resource<?>> resources) {
        List<String> texts = new ArrayList<>();
        for (Resource<?> resource : resources) {
            texts.add(resource.toJson());
        }
        return texts;
    }

    private static List<Object> ours(List<String> texts) {
        List<Object> read = new ArrayList<>();
        read.add(ours(texts.get(0), io.meshprovisioner.istio.model.VirtualService.class));
        read.add(ours(texts.get(1), io.meshprovisioner.istio.model.DestinationRule.class));
        read.add(ours(texts.get(2), io.meshprovisioner.istio.model.Gateway.class));
        read.add(ours(texts.get(3), io.meshprovisioner.istio.model.AuthorizationPolicy.class));
        return read;
    }

    private static <T extends Resource<T>> T ours(String text, Class<T> kind) {
        Manifests manifests = Manifests.read(text);
        check(VALIDATOR.validate(manifests.documents().get(0)));
        return manifests.list(kind).get(0);
    }

    private static List<Object> theirs(List<String> texts) {
        List<Object> read = new ArrayList<>();
        read.add(THEIRS.unmarshal(texts.get(0), VirtualService.class));
        read.add(THEIRS.unmarshal(texts.get(1), DestinationRule.class));
        read.add(THEIRS.unmarshal(texts.get(2), Gateway.class));
        read.add(THEIRS.unmarshal(texts.get(3), AuthorizationPolicy.class));
        return read;
    }

    private static void check(Findings findings) {
        if (!findings.isValid()) {
            throw new IllegalStateException(findings.toString());
        }
    }
}
