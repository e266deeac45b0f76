package io.meshprovisioner.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Wrong specs, each beside a passing neighbour that differs in the one field; a subclass for each part of a spec. */
abstract class WrongSpecs {
    private final List<Case> cases = new ArrayList<>();

    /**
     * @param path where the one problem is
     * @param advice a part of what the advice says
     */
    record Case(String path, MeshSpec wrong, MeshSpec right, String advice) {
        @Override
        public String toString() {
            return path + " (" + advice + ")";
        }
    }

    static Stream<Case> all() {
        return Stream.of(
                        new WrongNames(),
                        new WrongNetworks(),
                        new WrongNetworking(),
                        new WrongClusters(),
                        new WrongAutoMode(),
                        new WrongNodeGroups(),
                        new WrongFargate(),
                        new WrongIstio(),
                        new WrongAdoptions())
                .flatMap(room -> room.cases.stream());
    }

    static MeshSpec base() {
        return MeshSpec.forRegion("us-west-2").istio(IstioSpec.version("1.30.3"));
    }

    final void add(String path, MeshSpec wrong, MeshSpec right, String advice) {
        cases.add(new Case(path, wrong, right, advice));
    }

    final <T> void add(String path, Function<T, MeshSpec> spec, T wrong, T right, String advice) {
        add(path, spec.apply(wrong), spec.apply(right), advice);
    }
}
